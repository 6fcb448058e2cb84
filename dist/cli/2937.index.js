const Ht=2937,Kt=[2937],Wt={95278:((H,I,p)=>{p.d(I,{P:()=>l,u:()=>h});const h=["lint","manifest","vulnerability","malware","secret","hardening","trust","policy"];function l(f){if(f.check!=="vulnerability"&&f.check!=="malware")return;const{details:w}=f;if(!(!w||"distribution"in w||"scanner"in w))return w}}),75527:((H,I,p)=>{p.d(I,{Rj:()=>f,jt:()=>D,tO:()=>T});var h=p(77598),l=p.n(h);function f(...y){const v=y.map(b=>b===void 0?"-":`${b.length}:${b}`).join("");return w(v).slice(0,32)}const w=h.hash?y=>h.hash("sha256",y):y=>h.createHash("sha256").update(y).digest("hex");function T(y){const v=y.split("@")[0]??"",b=v.lastIndexOf(":");return b>v.lastIndexOf("/")?v.slice(0,b):v}function D(y){const v=new Map;return y.map(b=>{const C=(v.get(b.fingerprint)??0)+1;return v.set(b.fingerprint,C),C===1?b:{...b,fingerprint:f(b.fingerprint,String(C))}})}}),52937:((H,I,p)=>{p.d(I,{FORMATS:()=>Gt});var h=p(29892),l=p(46548),f=p(854);const w={id:"checkstyle",description:"Checkstyle XML for editors and review bots",render:T};function T(e){const n=(0,f.lb)(e.findings).filter(s=>s.location!==void 0);return['<?xml version="1.0" encoding="UTF-8"?>','<checkstyle version="4.3">',...[...(0,h.$)(n.sort(f.wp),s=>s.location?.path??"")].flatMap(([s,o])=>[`  <file name="${(0,l.ZD)(s)}">`,...o.map(D),"  </file>"]),"</checkstyle>",""].join(`
`)}function D(e){const{startLine:n=1,startColumn:t=1}=e.location??{},s=(0,l.ZD)((0,l.ml)(e.message,4e3)),o=(0,l.ZD)((0,l.ml)(`portside.${e.check}.${e.rule}`,500));return`    <error line="${n}" column="${t}" severity="${y[e.severity]}" message="${s}" source="${o}"/>`}const y={critical:"error",high:"error",medium:"warning",low:"info",info:"info"},v={id:"code-quality",description:"Code Climate JSON for GitLab\u2019s code quality widget",render:b};function b(e){const n=(0,f.lb)(e.findings).sort(f.wp).flatMap(t=>{const s=(0,l.Bd)(t.location?.path??"");if(!t.location||s===void 0)return[];const{startLine:o,endLine:r}=t.location;return{type:"issue",check_name:(0,l.aj)(t.rule),categories:[t.check==="lint"?"Style":"Security"],description:`${(0,l.aj)(t.rule)}: ${(0,l.ml)((0,l.aj)(t.message),1e3)}`,fingerprint:t.fingerprint,severity:C[t.severity],location:{path:(0,l.aj)(s),lines:{begin:o,end:Math.max(o,r)}}}});return`${(0,l.aB)(n,2)}
`}const C={critical:"blocker",high:"critical",medium:"major",low:"minor",info:"info"};var K=p(95278),W=p(77598);function Z(e){const n=e.targets.filter(t=>t.kind==="image"||t.kind==="sbom");return n.length===1?n[0]:void 0}function J(...e){const n=(0,W.createHash)("sha256");for(const s of e)n.update(`${s.length}:${s}`);const t=n.digest("hex");return`${t.slice(0,8)}-${t.slice(8,12)}-8${t.slice(13,16)}-a${t.slice(17,20)}-${t.slice(20,32)}`}function Y(e){const{layer:n,location:t,source:s,module:o,ownedBy:r,evidence:i}=e,a=[],c=(d,u)=>{u&&a.push({name:`portside:${d}`,value:(0,l.aj)(u)})};return c("layer:index",n&&String(n.index)),c("layer:diffID",n?.diffID),c("dockerfile",t&&`${t.path}:${t.startLine}`),c("source",s&&[s.name,s.version??""].join(" ").trim()),c("module",o),c("ownedBy",r),c("evidence",i),a}function Q(e){if(e.length>500)return!1;const n=e.replace(/[()]/g," $& ").trim().split(/\s+/);let t=!0,s=0;for(const o of n){if(t&&o==="(")s++;else if(!t&&o===")")s--;else if(t&&ue.has(o))t=!1;else if(!t&&(o==="AND"||o==="OR"))t=!0;else return!1;if(s<0)return!1}return!t&&s===0}const ue=new Set(`0BSD AFL-2.1 AGPL-3.0-only AGPL-3.0-or-later Apache-1.1 Apache-2.0 Artistic-1.0-Perl Artistic-2.0 BSD-2-Clause
  BSD-3-Clause BSD-4-Clause BSL-1.0 BlueOak-1.0.0 CC-BY-3.0 CC-BY-4.0 CC0-1.0 CDDL-1.0 CDDL-1.1 curl EPL-1.0 EPL-2.0
  EUPL-1.2 GFDL-1.3-or-later GPL-1.0-or-later GPL-2.0 GPL-2.0-only GPL-2.0-or-later GPL-3.0 GPL-3.0-only
  GPL-3.0-or-later HPND ICU IJG ISC LGPL-2.0-only LGPL-2.0-or-later LGPL-2.1 LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0
  LGPL-3.0-only LGPL-3.0-or-later Libpng MIT MIT-0 MPL-1.1 MPL-2.0 MS-PL NCSA OFL-1.1 OpenSSL PSF-2.0 Python-2.0 Ruby
  SISSL TCL Unicode-3.0 Unicode-DFS-2016 Unlicense UPL-1.0 Vim W3C WTFPL X11 Zlib ZPL-2.1 zlib-acknowledgement
  bzip2-1.0.6 blessing`.split(/\s+/));var $=p(46055);const me={id:"cyclonedx",description:"CycloneDX 1.6 SBOM",render:pe};function pe(e,n){const t=fe(e.packages),s=e.packages.map(i=>he(i,t.get(i)??i.purl)),o=Z(e),r=n.ended.toISOString();return`${(0,l.aB)({$schema:"http://cyclonedx.org/schema/bom-1.6.schema.json",bomFormat:"CycloneDX",specVersion:"1.6",serialNumber:`urn:uuid:${J(r,o?.name??"",JSON.stringify(s))}`,version:1,metadata:{timestamp:r,tools:{components:[{type:"application",name:"portside",version:e.tool.version}]},component:{"bom-ref":"portside:subject",type:o?.kind==="image"?"container":"application",name:(0,l.aj)(o?.name??n.repository?.name??"repository"),version:o?.digest?(0,l.aj)(o.digest):void 0,properties:o?.platform?[{name:"portside:platform",value:(0,l.aj)(o.platform)}]:void 0}},components:s,vulnerabilities:be(e,t)},2)}
`}function fe(e){const n=new Map;return new Map(e.map(t=>{const s=(n.get(t.purl)??0)+1;return n.set(t.purl,s),[t,s===1?t.purl:`${t.purl}#${s}`]}))}function he(e,n){const t=Y(e);return{"bom-ref":n,type:"library",name:(0,l.aj)(e.name),version:(0,l.aj)(e.version),licenses:e.license?ge(e.license):void 0,purl:e.purl,properties:t.length>0?t:void 0,evidence:e.paths.length>0?{occurrences:e.paths.map(s=>({location:(0,l.aj)(s)}))}:void 0}}function ge(e){return Q(e)?[{expression:e}]:[{license:{name:(0,l.aj)(e)}}]}function be(e,n){const t=(0,$.Ss)(e),s=(0,h.$)(n,([r])=>r.purl);return[...(0,h.$)((0,f.lb)(e.findings).filter($.C9),r=>r.rule)].map(([r,i])=>({id:(0,l.aj)(r),ratings:i.slice(0,1).map(a=>ye(a,t)),description:(0,l.aj)($e(r,i[0])),recommendation:[...new Set(i.map(a=>ve(a,t)))].join(" "),affects:[...new Set(i.flatMap(a=>a.subject?.purl??[]))].flatMap(a=>(s.get(a)??[]).map(([,c])=>({ref:c})))}))}function $e(e,n){const t=n&&(0,K.P)(n)?.summary;return String(t??n?.message??e)}function ye(e,n){const{score:t,vector:s}=(0,$._w)(e,n),o=/^CVSS:(3\.0|3\.1|4\.0)\//.exec(s??"")?.[1];return{severity:e.severity,score:t,method:o&&`CVSSv${o.replace(".0","").replace(".","")}`,vector:o&&s?(0,l.aj)(s):void 0}}function ve(e,n){const t=(0,$._w)(e,n);return(0,l.aj)(t.fixed===void 0?`${t.package} has no fixed version yet.`:`Update ${t.package} to ${t.fixed} or later.`)}var we=p(83396),P=p(55082),xe=p(75527),Se=p(11171);const ke={id:"gitlab",description:"GitLab container scanning report 15.2.1",render:Le},E={name:255,description:1e5,solution:7e3,image:255};function Le(e,n){const t=(0,$.Ss)(e),s={id:"portside",name:"Portside",version:e.tool.version,vendor:{name:"Portside"}},o=!e.incomplete.some(r=>r.check==="vulnerability");return`${(0,l.aB)({version:"15.2.1",scan:{analyzer:s,scanner:s,type:"container_scanning",start_time:n.started.toISOString().slice(0,19),end_time:n.ended.toISOString().slice(0,19),status:o?"success":"failure",messages:e.incomplete.map(({check:r,target:i,reason:a})=>({level:"warn",value:(0,l.aj)(`The ${P.c[r]} check of ${i} could not run: ${a}`)}))},vulnerabilities:(0,f.lb)(e.findings).filter($.C9).sort(f.Yj).map(r=>Ie(r,e,t))},2)}
`}function Ie(e,n,t){const s=(0,$._w)(e,t),o=(0,l.aj)(e.subject?.image??n.targets[0]?.name??"")||"image",r=s.vector!==void 0&&Ae.test(s.vector)?s.vector:void 0,i=s.references.map(l.aj).filter(a=>/^https?:\/\/\S+$/.test(a));return{id:e.fingerprint,name:(0,l.ml)((0,l.aj)(e.rule),E.name),description:(0,l.ml)((0,l.aj)(s.summary??e.message),E.description),severity:Pe[e.severity],solution:s.fixed&&(0,l.ml)((0,l.aj)(`Update ${s.package} to ${s.fixed} or later.`),E.solution),identifiers:[e.rule,...new Set(s.aliases)].map(Ce),links:i.length>0?i.map(a=>({url:a})):void 0,cvss_vectors:r&&[{vendor:"unknown",vector:r}],location:{dependency:{package:{name:(0,l.aj)(s.package)},version:(0,l.aj)(s.installed??"")},operating_system:je(e),image:o,default_branch_image:(0,l.ml)((0,xe.tO)(o),E.image)}}}function Ce(e){const n=(0,l.aj)(e)||"unknown";return{type:/^[A-Za-z]+(?=-)/.exec(n)?.[0].toLowerCase()??"portside",name:n,value:n}}function je(e){const n=(0,Se.r5)(e.subject?.purl??"")?.qualifiers.get("distro");return n===void 0?"unknown":(0,l.aj)(n)}const Ae=/^CVSS:3\.[01](?:\/(?:AV:[NALP]|AC:[LH]|PR:[NLH]|UI:[NR]|S:[UC]|[CIA]:[NLH])){8}$/,Pe={critical:"Critical",high:"High",medium:"Medium",low:"Low",info:"Info"};var S=p(79112),_=p(85800),q=p(58335),Ee=p(66032),ee=p(34928),O=p(60432);function m(e,n=300){return(0,l.ZD)((0,l.ml)(e,n))}function N(e){return m(e,160).replaceAll("/","/<wbr>")}function R(e){return`<span class="s ${e}">${e}</span>`}function te(e){const n=["B","kB","MB","GB","TB"];let t=0,s=e;for(;s>=999.5&&t<n.length-1;)s/=1e3,t++;return`${s>=10||t===0?Math.round(s):s.toFixed(1)} ${n[t]}`}const Oe=200,Me=1e4;function Te(e,n,t){if(e.length===0)return['<section><h2 id="findings">Findings</h2><p>None.</p></section>'];const s=[...e].sort((a,c)=>ne(a)-ne(c)||(0,f.Yj)(a,c)),o=s.slice(0,Me),r=s.length-o.length,i=o.map((a,c)=>{const d=c>=Oe||!B(a.status);return Re(a,n,t,d)});return['<section aria-labelledby="findings">','<h2 id="findings">Findings</h2>',...Ne(e),'<p id="count" role="status"></p>','<table id="rows">',`<thead><tr>${De.map(a=>`<th scope="col">${a}</th>`).join("")}</tr></thead>`,"<tbody>",...i,"</tbody></table>",'<p><button type="button" id="more" hidden>Show all</button></p>',...r>0?[`<p>${(0,S.td)(r,"less urgent finding")} in the JSON report.</p>`]:[],"</section>"]}const De=["Severity","ID","Description","Fix","Location"];function B(e){return e==="new"||e==="existing"}function ne({status:e}){return B(e)?0:e==="excepted"?1:2}const se={new:"new",existing:"existing",fixed:"fixed",excepted:"suppressed"};function Ne(e){const n=O.oC.map(o=>{const r=e.filter(i=>i.severity===o&&B(i.status)).length;return`<label class="chip ${o}"><input type="checkbox" name="severity" value="${o}" checked> ${o} <b>${r}</b></label>`}),t=[...new Set(e.map(({check:o})=>o))].sort(),s=[...new Set(e.map(({status:o})=>o))];return['<form id="filters" role="search" aria-label="Findings" hidden>','<label class="search">Search <input type="search" id="search" placeholder="rule, package, path \u2026" autocomplete="off" spellcheck="false"></label>',oe("check","Check",[["","all checks"],...t.map(o=>[o,P.c[o]])]),oe("status","Status",[["open","open"],["","all"],...s.map(o=>[o,se[o]])]),'<label class="chip"><input type="checkbox" id="fixable"> has a fix</label>','<button type="reset">Reset</button>',`<fieldset><legend>Severity</legend>${n.join("")}</fieldset>`,'<button type="button" id="layer" class="chip" hidden></button>',"</form>"]}function oe(e,n,t){const s=t.map(([o,r])=>`<option value="${o}">${r}</option>`);return`<label>${n} <select id="${e}">${s.join("")}</select></label>`}function Re(e,n,t,s){const{severity:o,check:r,status:i,subject:a}=e,c=(0,$.C9)(e)?(0,$._w)(e,n):void 0,d=c?c.fixed:e.fix?.description,u=t.layerKey(a?.image,a?.layer)??"",g=[o,r,i,d===void 0?"":"fix",u].join(" "),k=c?`<span class="dim">${r==="malware"?"remove it":"none yet"}</span>`:"",x=i==="new"?"":`<br><span class="dim">${se[i]}</span>`,M=c?.exploited?'<br><strong class="critical">exploited</strong>':"",A=[`${R(o)}${x}`,`${ze(e,c?.references)}${M}`,c?Be(c):m(e.message,500),d===void 0?k:m(d,120),Fe(e,t)];return`<tr data-f="${g}"${s?" hidden":""}>${A.map(Vt=>`<td>${Vt}</td>`).join("")}</tr>`}function Be(e){const n=e.summary?`<br>${m(e.summary,160)}`:"";return`<b>${m(e.package,120)}</b> ${m(e.installed??"",80)}${n}`}function ze(e,n){const t=m(e.rule,80),s=n?.map(l.tT).find(o=>o!==void 0);return s===void 0?t:`<a rel="noreferrer" href="${(0,l.ZD)(s)}">${t}</a>`}function Fe({location:e,subject:n},t){if(!e)return N(n?.path??n?.image??"");const s=n?.path===void 0?"":`<br><span class="dim">${N(n.path)}</span>`,o=`${N(e.path)}:${e.startLine}`,r=t.lineAnchor(e);return`${r===void 0?o:`<a href="#${r}">${o}</a>`}${s}`}const z=128,F=100;function Ue(e,n){if(n.images.length===0)return[];const t=(0,h.$)(e.filter(({subject:s})=>s?.layer!==void 0),({subject:s})=>n.layerKey(s?.image,s?.layer)??"");return['<section aria-labelledby="layers">','<h2 id="layers">Layers</h2>',...n.images.flatMap(s=>Xe(s,t,n)),"</section>"]}function Xe(e,n,t){const s=(e.layers??[]).map(c=>{const d=t.layerKey(e.name,c.index)??"";return{...c,key:d,findings:n.get(d)??[]}}),o=s.reduce((c,{size:d})=>c+d,0),r={size:s.reduce((c,{size:d})=>Math.max(c,d),1),findings:s.reduce((c,{findings:d})=>Math.max(c,d.length),1)},i=s.slice(0,z).map(c=>Ge(c,r,t)),a=s.length>z?` (lowest ${z} shown)`:"";return['<table class="layers">',`<caption>${m(e.name,200)} <span class="dim">${s.length} layers${a}, ${te(o)}</span></caption>`,'<thead><tr><th scope="col">Layer</th><th scope="col">Instruction</th><th scope="col">Size</th><th scope="col">Findings</th></tr></thead>',"<tbody>",...i.reverse(),"</tbody></table>"]}function Ge(e,n,t){const{index:s,size:o,location:r,instruction:i,key:a,findings:c}=e,d=r?`${m(r.path,80)}:${r.startLine}`:"",u=t.lineAnchor(r),g=[i??(s===0?"base image":""),u===void 0?d:`<a href="#${u}">${d}</a>`].filter(A=>A!==""),k=(0,f.lc)(c),x=k?`<button type="button" class="link" data-layer="${a}" aria-label="${k}: show the findings in layer ${s}">${k}</button>`:'<span class="dim">none</span>';return`<tr>${[String(s),g.join(" "),`${Ve(o,n.size)}<span>${te(o)}</span>`,`${c.length>0?He(c,n.findings):""}${x}`].map(A=>`<td>${A}</td>`).join("")}</tr>`}function Ve(e,n){const t=e===0?0:Math.max(.7,e/n*F);return re(`<rect class="size" width="${t.toFixed(1)}" height="10"/>`)}function He(e,n){let t=0;const s=O.oC.flatMap(o=>{const r=e.filter(c=>c.severity===o).length;if(r===0)return[];const i=Math.max(.7,r/n*F),a=`<rect class="${o}" x="${t.toFixed(1)}" width="${i.toFixed(1)}" height="10"/>`;return t+=i,[a]});return re(s.join(""))}function re(e){return`<svg viewBox="0 0 ${F} 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">${e}</svg>`}const Ke=3e3,We=50;function Ze(e,n,t){if(e.length===0)return[];const s=(0,h.$)(n,({subject:c})=>c?.purl??""),o=({purl:c})=>s.get(c)??[],r=[...e].sort((c,d)=>Je(o(c),o(d))||(0,S.n6)(c.name,d.name)),i=r.slice(0,Ke),a=r.length-i.length;return['<section aria-labelledby="packages">','<h2 id="packages">Packages</h2>','<form id="package-filter" role="search" aria-label="Packages" hidden><label class="search">Search <input type="search" id="package-search" placeholder="name, version, type \u2026" autocomplete="off" spellcheck="false"></label></form>','<p id="package-count" role="status"></p>','<table id="package-rows">','<thead><tr><th scope="col">Package</th><th scope="col">Version</th><th scope="col">Type</th><th scope="col">Findings</th><th scope="col">Location</th></tr></thead>',"<tbody>",...i.map((c,d)=>Ye(c,o(c),t,d>=We)),"</tbody></table>",'<p><button type="button" id="package-more" hidden>Show all</button></p>',...a>0?[`<p>${(0,S.td)(a,"more package")} in the JSON report.</p>`]:[],"</section>"]}function Je(e,n){const t=r=>r.map(({severity:i})=>i).sort(O.zK)[0],[s,o]=[t(e),t(n)];return s&&o?(0,O.zK)(s,o)||n.length-e.length:+!s-+!o}function Ye({name:e,version:n,type:t,location:s},o,r,i){const a=s?`${m(s.path,80)}:${s.startLine}`:"",c=r.lineAnchor(s),d=[m(e,120),m(n,80),m(t,20),(0,f.lc)(o),c===void 0?a:`<a href="#${c}">${a}</a>`];return`<tr${i?" hidden":""}>${d.map(u=>`<td>${u}</td>`).join("")}</tr>`}const Qe=40;function _e(e,n){const t=[...new Set(e.findings.flatMap(({location:i})=>i?.path??[]))],s=new Map;for(const i of t.sort(S.n6).slice(0,Qe)){const a=n?.(i);a!==void 0&&s.set(i,{id:`f${s.size}`,text:a})}const o=e.targets.filter(({layers:i})=>i&&i.length>0),r=new Map(o.map(({name:i},a)=>[i,a]));return{files:s,images:o,lineAnchor:i=>{const a=i&&s.get(i.path);return a&&`${a.id}-${i.startLine}`},layerKey:(i,a)=>{const c=i===void 0?void 0:r.get(i);return c===void 0||a===void 0?void 0:`${c}-${a}`}}}const ie=`'use strict';
(() => {
  const $ = (id) => document.getElementById(id);
  const INITIAL_ROWS = 200;

  /** Shows the matching rows of a table: the first ones, or all after a click on the button. */
  const table = (id, count, more, first, noun, matches) => {
    const body = $(id) && $(id).tBodies[0];
    if (!body) return () => {};
    const original = [...body.rows];
    const texts = new Map();
    let rows = original;
    let limit = first;
    const text = (row) => {
      if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
      return texts.get(row);
    };
    const update = () => {
      let matching = 0;
      const test = matches();
      for (const row of rows) {
        const match = test(row, text);
        if (match) matching++;
        row.hidden = !match || matching > limit;
      }
      const shown = Math.min(matching, limit);
      $(count).textContent = (shown === matching ? '' : shown + ' of ') + matching + ' ' + noun + (matching === 1 ? '' : 's') +
        (matching === rows.length ? '' : ' of ' + rows.length + ' in total');
      $(more).hidden = shown === matching;
      $(more).textContent = 'Show all ' + matching;
    };
    $(more).addEventListener('click', () => {
      const next = rows.filter((row) => !row.hidden).length;
      limit = Infinity;
      update();
      const row = rows.filter((one) => !one.hidden)[next];
      if (row) { row.tabIndex = -1; row.focus(); }
    });
    [...$(id).tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener('click', () => {
        const order = head.getAttribute('aria-sort');
        for (const other of $(id).tHead.rows[0].cells) other.removeAttribute('aria-sort');
        if (order === 'descending') rows = original;
        else {
          const direction = order === 'ascending' ? -1 : 1;
          head.setAttribute('aria-sort', direction === 1 ? 'ascending' : 'descending');
          const rank = new Map(original.map((row, i) => [row, i]));
          const key = new Map(original.map((row) => [row, row.cells[column].textContent]));
          const compare = new Intl.Collator('en', { numeric: true }).compare;
          const severity = ['critical', 'high', 'medium', 'low', 'info'];
          rows = [...original].sort((a, b) => direction * (head.textContent === 'Severity'
            ? severity.indexOf(a.dataset.f.split(' ')[0]) - severity.indexOf(b.dataset.f.split(' ')[0])
            : compare(key.get(a), key.get(b))) || rank.get(a) - rank.get(b));
        }
        body.append(...rows);
        update();
      });
    });
    update();
    return () => { limit = first; update(); };
  };

  let layer = '';
  const refresh = table('rows', 'count', 'more', INITIAL_ROWS, 'finding', () => {
    const severities = new Set([...document.querySelectorAll('input[name=severity]:checked')].map((box) => box.value));
    const terms = $('search').value.toLowerCase().split(/\\s+/).filter(Boolean);
    const [check, status, fixable] = [$('check').value, $('status').value, $('fixable').checked];
    return (row, text) => {
      const [s, c, t, f, l] = row.dataset.f.split(' ');
      return severities.has(s) && (!check || c === check) && (!fixable || f === 'fix') && (!layer || l === layer) &&
        (!status || t === status || (status === 'open' && (t === 'new' || t === 'existing'))) &&
        terms.every((term) => text(row).includes(term));
    };
  });
  const refreshPackages = table('package-rows', 'package-count', 'package-more', 50, 'package', () => {
    const terms = $('package-search').value.toLowerCase().split(/\\s+/).filter(Boolean);
    return (row, text) => terms.every((term) => text(row).includes(term));
  });

  const showLayer = (key, label) => {
    layer = key;
    $('layer').hidden = !key;
    $('layer').textContent = label ? 'Layer ' + label + ' only \\u00d7' : '';
    refresh();
  };
  for (const id of ['filters', 'package-filter']) {
    const form = $(id);
    if (!form) continue;
    form.hidden = false;
    form.addEventListener('submit', (event) => event.preventDefault());
    const changed = id === 'filters' ? refresh : refreshPackages;
    let timer;
    form.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(changed, 80); });
    form.addEventListener('reset', () => setTimeout(() => (id === 'filters' ? showLayer('') : changed())));
  }
  document.addEventListener('click', (event) => {
    const button = event.target.closest('button[data-layer]');
    if (button) {
      showLayer(button.dataset.layer, button.dataset.layer.split('-')[1]);
      $('findings').scrollIntoView();
      $('search').focus({ preventScroll: true });
    } else if (event.target.id === 'layer') {
      showLayer('');
      $('search').focus();
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) || !$('search')) return;
    event.preventDefault();
    $('search').focus();
  });
  /* A link may lead to a line in a collapsed file. */
  const expand = () => {
    const line = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    const file = line && line.closest('details');
    if (file && !file.open) { file.open = true; line.scrollIntoView(); }
  };
  addEventListener('hashchange', expand);
  expand();
})();`,ae=400,ce=3,qe=400,et=12,U=6;function tt(e,n,t){if(t.files.size===0)return[];const s=(0,h.$)(e,({location:o})=>o?.path??"");return['<section aria-labelledby="files">','<h2 id="files">Files</h2>',...[...t.files].flatMap(([o,{id:r,text:i}])=>{const a=s.get(o)??[],c=a.length>0?`: ${(0,f.lc)(a)}`:"";return[`<details${t.files.size<=4?" open":""}><summary><b>${m(o,200)}</b> <span class="dim">${(0,S.td)(a.length,"finding")}${c}</span></summary>`,`<div class="source" role="region" aria-label="${m(o,200)}" tabindex="0">`,...nt(i,a,r,n),"</div></details>"]}),"</section>"]}function nt(e,n,t,s){const o=e.replace(/\n$/,"").split(`
`),r=(0,h.$)(n,({location:d})=>String(d?.startLine)),i=n.flatMap(({location:d})=>d?.startLine??[]),a=o.length<=ae?void 0:st(i,o.length);let c=0;return o.flatMap((d,u)=>{const g=u+1;if(a&&!a.has(g))return[];const k=g>c+1?['<div class="gap">\u22EF</div>']:[];c=g;const x=r.get(String(g))??[],M=x.length>0?`<ul class="notes">${rt(x,s).join("")}</ul>`:"";return[...k,`<div class="line${x.length>0?" marked":""}" id="${t}-${g}"><span class="number">${g}</span><code>${ot(d,x)}</code>${M}</div>`]})}function st(e,n){const t=new Set;for(const s of[...new Set(e)].sort((o,r)=>o-r)){const o=Math.max(1,s-ce);for(let r=o;r<=Math.min(n,s+ce);r++)t.add(r);if(t.size>=ae)break}return t}function ot(e,n){const t=(0,l.ml)(e.replace(/\r$/,""),qe),s=new Array(t.length).fill(!1);for(const{location:r}of n.filter(i=>!(0,$.C9)(i))){if(!r)continue;const{startLine:i,startColumn:a,endLine:c,endColumn:d}=r,u=c===i?d-1:t.length;for(let g=Math.max(0,a-1);g<Math.min(u,t.length);g++)s[g]=!0}let o="";for(let r=0;r<t.length;){let i=r+1;for(;i<t.length&&s[i]===s[r];)i++;const a=(0,l.ZD)((0,l.aj)(t.slice(r,i).replaceAll("	","    ")));o+=s[r]?`<mark>${a}</mark>`:a,r=i}return o}function rt(e,n){const t=[...e].sort(f.Yj),s=t.filter(c=>!(0,$.C9)(c)),o=t.filter($.C9),r=s.slice(0,et).map(c=>`<li>${R(c.severity)} <span class="rule">${m(c.rule,80)}</span> ${m(c.message,300)}</li>`),i=s.length-r.length,[a]=o;return[...r,...i>0?[`<li class="dim">and ${i} more</li>`]:[],...a?[it(a,o,n)]:[]]}function it(e,n,t){const s=(0,h.$)(n,i=>{const{package:a,installed:c}=(0,$._w)(i,t);return`${a} ${c??""}`.trim()}),o=[...s.keys()].slice(0,U).map(i=>m(i,80)),r=s.size>U?` and ${s.size-U} more`:"";return`<li>${R(e.severity)} ${(0,S.td)(n.length,"vulnerability","vulnerabilities")} in ${o.join(", ")}${r}</li>`}const at=`
:root{--page:#fff;--text:#1c2128;--dim:#57606a;--line:#d8dee4;--soft:#f6f8fa;--link:#0757b3;--mark:#fff3c4;
--critical:#a40e26;--high:#b93a0b;--medium:#805400;--low:#1d5fa8;--info:#57606a;--pass:#1a7f37;--size:#8b98a5}
@media screen and (prefers-color-scheme:dark){:root{--page:#0f1419;--text:#e3e8ed;--dim:#9aa6b2;--line:#2d353e;--soft:#171d24;--link:#7ab7ff;--mark:#4a3c0a;
--critical:#ff8590;--high:#ffa15c;--medium:#e3b341;--low:#79b8ff;--info:#9aa6b2;--pass:#56d364;--size:#66737f}}
*{box-sizing:border-box}
html{font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;color:var(--text);background:var(--page);scroll-padding-top:1rem}
body{max-width:76rem;margin:0 auto;padding:2rem 1.5rem 3rem}
a{color:var(--link)}
b,strong{font-weight:600}
h1,h2,p,ul{margin:0}
h1{font-size:2rem;line-height:1.2;font-weight:650;letter-spacing:-.01em}
h2{font-size:1.1rem;font-weight:650;margin-bottom:.6rem}
section{margin-top:2.5rem}
.dim{color:var(--dim)}
code,.number,.source .rule{font:.85rem/1.55 ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--page);padding:.2rem .6rem}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
header{border-left:.35rem solid var(--medium);padding:.1rem 0 .1rem 1.1rem}
header.fail{border-color:var(--critical)}header.pass{border-color:var(--pass)}
header.fail h1{color:var(--critical)}header.pass h1{color:var(--pass)}header.incomplete h1{color:var(--medium)}
.what{color:var(--dim)}
.facts{display:flex;flex-wrap:wrap;gap:.1rem 1.25rem;margin-top:.4rem;color:var(--dim)}
.action{background:var(--soft);border:1px solid var(--line);border-radius:6px;padding:.9rem 1.1rem;margin-top:1.75rem}
.action h2{font-size:.85rem;color:var(--dim);margin-bottom:.1rem;font-weight:600}
.action p{font-size:1.05rem}.action p::first-letter{text-transform:uppercase}
.action .dim{margin-left:.4rem}
table{border-collapse:collapse;width:100%}
caption{text-align:left;font-weight:600;padding:.2rem 0 .4rem}caption .dim{font-weight:400;margin-left:.5rem}
th{text-align:left;font-size:.8rem;font-weight:600;color:var(--dim);padding:.35rem .6rem;border-bottom:1px solid var(--line);white-space:nowrap}
td{padding:.4rem .6rem;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
th:first-child,td:first-child{padding-left:0}th:last-child,td:last-child{padding-right:0}
th button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer}
th[aria-sort] button::after{content:" \\2191"}th[aria-sort=descending] button::after{content:" \\2193"}
.s{display:inline-block;font-size:.8rem;font-weight:600;white-space:nowrap;line-height:1.9}
.s::before{content:"";display:inline-block;width:.6em;height:.6em;margin-right:.4em;border-radius:2px;background:currentColor}
.critical{color:var(--critical)}.high{color:var(--high)}.medium{color:var(--medium)}.low{color:var(--low)}.info{color:var(--info)}
rect.critical{fill:var(--critical)}rect.high{fill:var(--high)}rect.medium{fill:var(--medium)}rect.low{fill:var(--low)}rect.info{fill:var(--info)}rect.size{fill:var(--size)}
#rows{table-layout:fixed}#rows th:nth-child(1){width:6.5rem}#rows th:nth-child(2){width:10.5rem}#rows th:nth-child(4){width:13rem}#rows th:nth-child(5){width:14rem}
.layers{table-layout:fixed;margin-bottom:1.5rem}.layers th:nth-child(1){width:4rem}.layers th:nth-child(2){width:26%}.layers th:nth-child(3){width:24%}
.layers td{padding-top:.3rem;padding-bottom:.3rem;vertical-align:middle}
.layers svg{display:inline-block;width:55%;height:.7rem;vertical-align:middle;margin-right:.7rem}.layers td:last-child svg{width:40%}
form{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;margin-bottom:.6rem}
form[hidden]{display:none}
fieldset{border:0;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.4rem 1rem;flex-basis:100%}
legend{position:absolute;left:-99rem}
input,select,form>button,#more,#package-more{font:inherit;color:inherit;background:var(--page);border:1px solid var(--size);border-radius:5px;padding:.25rem .5rem}
input[type=checkbox]{accent-color:currentColor;margin:0 .3rem 0 0;vertical-align:-.1em}
.search input{width:17rem;max-width:60vw}
button{cursor:pointer}
button.link{font:inherit;color:var(--link);background:none;border:0;padding:0;text-align:left;text-decoration:underline;text-underline-offset:2px}
[role=status]{color:var(--dim);min-height:1.5em}
details{border:1px solid var(--line);border-radius:6px;margin-bottom:1rem}
summary{padding:.55rem .9rem;cursor:pointer}
.source{border-top:1px solid var(--line);padding:.5rem 0;overflow-x:auto}
.line{display:grid;grid-template-columns:3.2rem minmax(0,1fr) minmax(0,26rem);column-gap:.9rem;padding:0 .9rem 0 0}
.line code{white-space:pre-wrap;overflow-wrap:anywhere}
.line.marked{background:var(--soft);padding-top:.3rem;padding-bottom:.3rem}
.line:target{outline:2px solid var(--link);outline-offset:-2px}
.number{text-align:right;color:var(--dim);user-select:none}
mark{background:var(--mark);color:inherit;border-radius:2px}
.notes{list-style:none;padding:0;font-size:.87rem;line-height:1.45}.notes li{margin-bottom:.15rem}.notes .s{line-height:1.45;margin-right:.3rem}
.notes .rule{font-size:.8rem;font-weight:600}
.gap{color:var(--dim);padding-left:2.2rem}
footer{margin-top:3rem;padding-top:.8rem;border-top:1px solid var(--line);color:var(--dim);font-size:.87rem}
@media screen and (max-width:52rem){body{padding:1.25rem 1rem}.line{grid-template-columns:2.4rem minmax(0,1fr)}.notes{grid-column:2}
#rows{table-layout:auto}#rows thead,#package-rows thead,.layers thead{position:absolute;left:-99rem}
#rows tr,#package-rows tr,.layers tr{display:flex;flex-wrap:wrap;gap:0 .9rem;border-bottom:1px solid var(--line);padding:.4rem 0}
#rows tr[hidden],#package-rows tr[hidden]{display:none}
#rows td,#package-rows td,.layers td{border:0;padding:0}#rows td:nth-child(3){flex-basis:100%}#rows td:empty{display:none}#rows td:nth-child(4)::before{content:"fix: ";color:var(--dim)}.layers td:nth-child(n+3){flex-basis:100%}.layers td:last-child svg{width:55%}.layers td:last-child:has(.dim){display:none}}
@media print{html{font-size:11px;print-color-adjust:exact}body{max-width:none;padding:0}button.link{color:inherit;text-decoration:none}form,.skip,#more,#package-more{display:none}
section,.line,tr{break-inside:avoid}#rows,.source,section{break-inside:auto}a{color:inherit;text-decoration:none}}
`.trim().replaceAll(`
`,""),ct={id:"html",description:"one self-contained web page",render:lt};function lt(e,n){const t=(0,$.Ss)(e),s=_e(e,n.source),o=(0,f.lb)(e.findings);return`${[...dt(m((0,q.P)(e,n),400)),"<body>",'<a class="skip" href="#findings">Skip to the findings</a>',...pt(e,n),"<main>",...ht(o,n.rules),...Ue(o,s),...Te(e.findings,t,s),...tt(o,t,s),...Ze(e.packages,o,s),...gt(e),"</main>",...bt(e,n),`<script>${ie}<\/script>`,"</body>","</html>"].join(`
`)}
`}function dt(e){return["<!doctype html>",'<html lang="en">',"<head>",'<meta charset="utf-8">',`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '${ut}'; base-uri 'none'; form-action 'none'">`,'<meta name="viewport" content="width=device-width, initial-scale=1">','<meta name="color-scheme" content="light dark">',`<title>${e}</title>`,`<style>${at}</style>`,"<noscript><style>tr[hidden]{display:table-row}</style></noscript>","</head>"]}const ut=`sha256-${(0,W.createHash)("sha256").update(ie).digest("base64")}`,mt=5;function pt(e,n){const{outcome:t}=e.verdict,s=(0,f.lb)(e.findings),o=(0,q.N)(e).join("; "),r=e.targets.filter(({kind:u})=>u==="image"||u==="sbom"),i=new Map((r.length>0?r:e.targets).map(u=>[u.name,u])),a=[...i.values()].slice(0,mt).map(u=>`<span>${m(u.name,120)}${u.platform?` <span class="dim">${m(u.platform,40)}</span>`:""}</span>`),c=i.size-a.length,d=s.length===0?"no findings":`${(0,S.td)(s.length,"finding")}: ${(0,f.lc)(s)}`;return[`<header class="${t}">`,'<p class="what">Container check</p>',`<h1>${ft[t]}</h1>`,...o===""?[]:[`<p>${m(o,400)}</p>`],`<p class="facts">${[`<span>${d}</span>`,...a,...c>0?[`<span>and ${c} more</span>`]:[],...n.baseline?[`<span>compared with ${m(n.baseline,80)}</span>`]:[]].join("")}</p>`,"</header>"]}const ft={pass:"Passed",fail:"Failed",incomplete:"Incomplete"};function ht(e,n){const t=(0,ee.Xv)(e,n);if(!t)return[];const{title:s,location:o,resolves:r}=t,i=o?` (<b>${m(o.path,120)}:${o.startLine}</b>)`:"";return['<section class="action" aria-labelledby="action">','<h2 id="action">Fix first</h2>',`<p><b>${m(s,200)}</b>${i} <span class="dim">resolves ${(0,ee.WP)(r)}</span></p>`,"</section>"]}function gt(e){const n=(e.suppressed??[]).map(o=>`${o.rule} (${o.severity}), suppressed in ${(0,Ee.l)(o)}`),t=e.incomplete.map(({check:o,target:r,reason:i})=>`${P.c[o]} check of ${r}: ${i}`),s=e.notes.map(o=>o.target?`${o.target}: ${o.message}`:o.message);return[...j("Policy changes",e.policyChange??[]),...j("Suppressed by comments",n),...j("Incomplete checks",t),...j("Notes",s),...j(`Coverage: ${(0,_.rL)(e.coverage)}`,(0,_.Uo)(e.coverage).map(({target:o,checks:r,state:i})=>`${o}: ${r}: ${i}`))]}function j(e,n){if(n.length===0)return[];const t=n.slice(0,500).map(s=>`<li>${m(s,2e3)}</li>`);return["<section>",`<h2>${e}</h2>`,"<ul>",...t,"</ul>","</section>"]}function bt(e,n){return[`<footer>${[`portside ${m(e.tool.version,40)}`,n.ended.toISOString().slice(0,16).replace("T"," ").concat(" UTC"),...n.policy?[`policy ${m(n.policy,120)}`]:[],...n.advisories?[`advisories ${m(n.advisories,60)}`]:[]].join(" \xB7 ")}</footer>`]}const X="https://github.com/OWNER/portside";function le(e,n,t){const s=e.targets.filter($t);return`${s.map(r=>{const{name:i,digest:a}=r,c=a.indexOf(":"),d={_type:"https://in-toto.io/Statement/v1",subject:[{name:i,digest:{[a.slice(0,c)]:a.slice(c+1)}}],predicateType:n,predicate:t(r)};return(0,l.aB)(d,s.length===1?2:void 0)}).join(`
`)}
`}function $t(e){return e.kind==="image"&&e.digest!==void 0}const yt={id:"in-toto-vsa",description:"SLSA verification summary of each image, an in-toto statement to sign",render:(e,n)=>le(e,"https://slsa.dev/verification_summary/v1",t=>vt(t,e,n))};function vt(e,n,t){const s=n.verdict.outcome==="pass",{buildLevel:o}=e,r=o===void 0?[]:[`SLSA_BUILD_LEVEL_${o}`];return{verifier:{id:X,version:{portside:n.tool.version}},timeVerified:t.ended.toISOString(),resourceUri:xt(e),policy:{uri:wt(t)},verificationResult:s?"PASSED":"FAILED",verifiedLevels:s?r:["FAILED"],slsaVersion:"1.0"}}function wt({policy:e,repository:n}){if(e===void 0)return`${X}/blob/main/docs/policy.md`;const t=e.split("@")[0]??e;return n?.commit===void 0?t:`${n.server}/${n.name}/blob/${n.commit}/${t}`}function xt({name:e,digest:n}){const t=e.split("@")[0]??e,s=t.slice(t.lastIndexOf("/")+1).split(":")[0]??t,o=t.slice(0,t.lastIndexOf("/")+1)+s;return`pkg:oci/${G(s)}@${G(n)}?repository_url=${G(o)}`}function G(e){return encodeURIComponent(e.replace(new RegExp("\\p{Cs}","gu"),"?"))}const St={id:"in-toto-vuln",description:"vulnerabilities of each image, an in-toto statement to sign",render:(e,n)=>le(e,"https://in-toto.io/attestation/vulns/v0.2",t=>kt(t,e,n))};function kt({name:e},n,{started:t,ended:s,advisories:o}){const r=n.findings.filter(({check:i,status:a,subject:c})=>i==="vulnerability"&&a!=="fixed"&&(c?.image===void 0||c.image===e));return{scanner:{uri:X,version:n.tool.version,db:o===void 0?{}:{lastUpdate:o},result:r.map(Lt)},metadata:{scanStartedOn:t.toISOString(),scanFinishedOn:s.toISOString()}}}function Lt(e){const{rule:n,severity:t,subject:s,status:o}=e,r=It((0,K.P)(e)?.cvss),{purl:i,path:a}=s??{};return{id:n,severity:[{method:"portside",score:t},...r===void 0?[]:[{method:"cvss",score:r}]],annotations:[{purl:i||void 0,path:a||void 0,status:o}]}}function It(e){const n=typeof e=="object"&&e!==null&&"score"in e?e.score:e;return typeof n=="number"||typeof n=="string"?String(n):void 0}var Ct=p(58584);const jt={id:"junit",description:"JUnit XML for CI servers",render:At};function At(e,n){const t=e.findings.filter(d=>d.status!=="fixed"),s=(0,h.$)(t,Pt);for(const d of e.targets)s.has(d.name)||s.set(d.name,[]);const o=Math.max(0,(n.ended.getTime()-n.started.getTime())/1e3),r=[...s].map(([d,u])=>Et(d,u,n)),i=t.filter(d=>d.status!=="excepted").length,a=e.incomplete.length>0?[Tt(e,n)]:[];return['<?xml version="1.0" encoding="UTF-8"?>',`<testsuites name="portside" tests="${t.length+e.incomplete.length+[...s.values()].filter(d=>d.length===0).length}" failures="${i}" errors="${e.incomplete.length}" time="${o}">`,...r,...a,"</testsuites>",""].join(`
`)}function Pt(e){return e.subject?.image??e.location?.path??e.check}function Et(e,n,t){const s=n.filter(i=>i.status==="excepted").length,o=L(e,1e3),r=n.length===0?[`    <testcase name="no findings" classname="${o}"/>`]:n.map(i=>Ot(i,o));return[`  <testsuite name="${o}" tests="${Math.max(n.length,1)}" failures="${n.length-s}" errors="0" skipped="${s}" timestamp="${de(t)}">`,...r,"  </testsuite>"].join(`
`)}function Ot(e,n){const{location:t}=e,s=t?` ${t.path}:${t.startLine}`:"",o=e.subject?.purl??e.subject?.path??"",r=L(`${e.rule}${s}${o?` ${o}`:""}`,1e3),i=L(e.message,4e3),a=t?`${t.path}:${t.startLine}:${t.startColumn}: `:"",c=e.status==="excepted"?`<skipped message="suppressed by ${Mt(e)}"/>`:`<failure type="${e.severity}" message="${i}">${L(a,1e3)}${i}</failure>`;return`    <testcase name="${r}" classname="${n}">${c}</testcase>`}function Mt({exception:e}){return e?.source==="vex"?"a VEX document":"a policy exception"}function Tt(e,n){const t=e.incomplete.length;return[`  <testsuite name="incomplete checks" tests="${t}" failures="0" errors="${t}" skipped="0" timestamp="${de(n)}">`,...e.incomplete.map(s=>`    <testcase name="${P.c[s.check]} check" classname="${L(s.target,1e3)}"><error type="incomplete" message="${L(s.reason,4e3)}"/></testcase>`),"  </testsuite>"].join(`
`)}function de(e){return e.started.toISOString().slice(0,19)}function L(e,n){return(0,l.ZD)((0,l.ml)(e,n))}var Dt=p(86182),Nt=p(64806);const Rt={id:"spdx",description:"SPDX 2.3 SBOM",render:Bt};function Bt(e,n){const t=Z(e),s=(0,l.aj)(t?.name??n.repository?.name??"repository"),o=`${n.ended.toISOString().slice(0,19)}Z`,r=`Tool: portside-${e.tool.version}`,i=new Ut,a=e.packages.map((u,g)=>({SPDXID:`SPDXRef-Package-${g}`,...zt(u,i),annotations:Ft(u,o,r)})),c=J(o,s,JSON.stringify(a)),d=i.extracted();return`${(0,l.aB)({spdxVersion:"SPDX-2.3",dataLicense:"CC0-1.0",SPDXID:"SPDXRef-DOCUMENT",name:s,documentNamespace:`https://spdx.org/spdxdocs/portside-${c}`,creationInfo:{created:o,creators:[r]},documentDescribes:[V],packages:[{SPDXID:V,name:s,versionInfo:t?.digest?(0,l.aj)(t.digest):void 0,downloadLocation:"NOASSERTION",filesAnalyzed:!1,primaryPackagePurpose:t?.kind==="image"?"CONTAINER":"APPLICATION"},...a],hasExtractedLicensingInfos:d.length>0?d:void 0,relationships:a.map(u=>({spdxElementId:V,relationshipType:"CONTAINS",relatedSpdxElement:u.SPDXID}))},2)}
`}const V="SPDXRef-Subject";function zt(e,n){const t=e.paths.slice(0,100).map(l.aj).join(", ");return{name:(0,l.aj)(e.name),versionInfo:(0,l.aj)(e.version),downloadLocation:"NOASSERTION",filesAnalyzed:!1,licenseConcluded:"NOASSERTION",licenseDeclared:n.declare(e.license),copyrightText:"NOASSERTION",sourceInfo:t===""?void 0:`found in ${t}`,externalRefs:[{referenceCategory:"PACKAGE-MANAGER",referenceType:"purl",referenceLocator:(0,l.aj)(e.purl)}]}}function Ft(e,n,t){const s=Y(e);if(s.length!==0)return s.map(({name:o,value:r})=>({annotationDate:n,annotationType:"OTHER",annotator:t,comment:`${o}=${r}`}))}class Ut{#e=new Map;declare(n){if(!n)return"NOASSERTION";if(Q(n))return n;const t=this.#e.get(n);if(t!==void 0)return t;const s=`LicenseRef-portside-${this.#e.size+1}`;return this.#e.set(n,s),s}extracted(){return[...this.#e].map(([n,t])=>({licenseId:t,name:(0,l.aj)(n),extractedText:(0,l.aj)(n)}))}}var Xt=p(89287);const Gt=new Map([Xt.Q,Ct.P,Nt.Is,Dt.wD,ct,jt,ke,v,w,we.Ib,me,Rt,yt,St].map(e=>[e.id,e]))})};export{Ht as id,Kt as ids,Wt as modules};
