const en=2937,tn=[2937],nn={52937:((_t,de,f)=>{f.d(de,{FORMATS:()=>qt});var w=f(29892),l=f(46548),$=f(854),h=f(70326);const ue={id:"checkstyle",description:"Checkstyle XML for editors and review bots",render:me};function me(e){const t=[...(0,$.lb)(e.findings).filter(o=>o.location!==void 0).sort($.wp).map(o=>({path:o.location?.path??"",xml:pe(o)})),...(0,h.$q)(e).map(o=>({path:o.gap.target,xml:fe(o)}))];return['<?xml version="1.0" encoding="UTF-8"?>','<checkstyle version="4.3">',...[...(0,w.$)(t,({path:o})=>o)].flatMap(([o,i])=>[`  <file name="${(0,l.ZD)(o)}">`,...i.map(({xml:r})=>r),"  </file>"]),"</checkstyle>",""].join(`
`)}function pe(e){const{startLine:n=1,startColumn:t=1}=e.location??{},s=(0,l.ZD)((0,l.ml)(e.message,4e3)),o=(0,l.ZD)((0,l.ml)(`portside.${e.check}.${e.rule}`,500));return`    <error line="${n}" column="${t}" severity="${he[e.severity]}" message="${s}" source="${o}"/>`}function fe({gap:e,isError:n,text:t}){return`    <error line="1" column="1" severity="${n?"error":"info"}" message="${(0,l.ZD)(t)}" source="portside.${e.check}.not-checked"/>`}const he={critical:"error",high:"error",medium:"warning",low:"info",info:"info"};var U=f(75527);const ge={id:"code-quality",description:"Code Climate JSON for GitLab\u2019s code quality widget",render:$e};function $e(e){const n=(0,$.lb)(e.findings).sort($.wp).flatMap(t=>{const s=(0,l.Bd)(t.location?.path??"");if(!t.location||s===void 0)return[];const{startLine:o,endLine:i}=t.location;return{type:"issue",check_name:(0,l.aj)(t.rule),categories:[t.check==="lint"?"Style":"Security"],description:`${(0,l.aj)(t.rule)}: ${(0,l.ml)((0,l.aj)(t.message),1e3)}`,fingerprint:t.fingerprint,severity:A[t.severity],location:{path:(0,l.aj)(s),lines:{begin:o,end:Math.max(o,i)}}}});return`${(0,l.aB)([...n,...(0,h.$q)(e).map(be)],2)}
`}function be({gap:e,isError:n,text:t}){return{type:"issue",check_name:"not-checked",categories:["Security"],description:(0,l.ml)(t,1e3),fingerprint:(0,U.Rj)("not-checked",e.check,(0,h.mx)(e)),severity:n?A.high:A.info,location:{path:(0,l.aj)((0,l.Bd)(e.target)??"Dockerfile"),lines:{begin:1,end:1}}}}const A={critical:"blocker",high:"critical",medium:"major",low:"minor",info:"info"};var G=f(95278),X=f(77598);function V(e){const n=e.targets.filter(t=>t.kind==="image"||t.kind==="sbom");return n.length===1?n[0]:void 0}function H(...e){const n=(0,X.createHash)("sha256");for(const s of e)n.update(`${s.length}:${s}`);const t=n.digest("hex");return`${t.slice(0,8)}-${t.slice(8,12)}-8${t.slice(13,16)}-a${t.slice(17,20)}-${t.slice(20,32)}`}function W(e){const{layer:n,location:t,source:s,module:o,ownedBy:i,evidence:r,platforms:c}=e,a=[],d=(u,p)=>{p&&a.push({name:`portside:${u}`,value:(0,l.aj)(p)})};return d("layer:index",n&&String(n.index)),d("layer:diffID",n?.diffID),d("dockerfile",t&&`${t.path}:${t.startLine}`),d("source",s&&[s.name,s.version??""].join(" ").trim()),d("module",o),d("ownedBy",i),d("evidence",r),d("platforms",c?.join(",")),a}function Z(e){if(e.length>500)return!1;const n=e.replace(/[()]/g," $& ").trim().split(/\s+/);let t=!0,s=0;for(const o of n){if(t&&o==="(")s++;else if(!t&&o===")")s--;else if(t&&ye.has(o))t=!1;else if(!t&&(o==="AND"||o==="OR"))t=!0;else return!1;if(s<0)return!1}return!t&&s===0}const ye=new Set(`0BSD AFL-2.1 AGPL-3.0-only AGPL-3.0-or-later Apache-1.1 Apache-2.0 Artistic-1.0-Perl Artistic-2.0 BSD-2-Clause
  BSD-3-Clause BSD-4-Clause BSL-1.0 BlueOak-1.0.0 CC-BY-3.0 CC-BY-4.0 CC0-1.0 CDDL-1.0 CDDL-1.1 curl EPL-1.0 EPL-2.0
  EUPL-1.2 GFDL-1.3-or-later GPL-1.0-or-later GPL-2.0 GPL-2.0-only GPL-2.0-or-later GPL-3.0 GPL-3.0-only
  GPL-3.0-or-later HPND ICU IJG ISC LGPL-2.0-only LGPL-2.0-or-later LGPL-2.1 LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0
  LGPL-3.0-only LGPL-3.0-or-later Libpng MIT MIT-0 MPL-1.1 MPL-2.0 MS-PL NCSA OFL-1.1 OpenSSL PSF-2.0 Python-2.0 Ruby
  SISSL TCL Unicode-3.0 Unicode-DFS-2016 Unlicense UPL-1.0 Vim W3C WTFPL X11 Zlib ZPL-2.1 zlib-acknowledgement
  bzip2-1.0.6 blessing`.split(/\s+/));var b=f(46055);const ve={id:"cyclonedx",description:"CycloneDX 1.6 SBOM",render:we};function we(e,n){const t=xe(e.packages),s=e.packages.map(a=>Se(a,t.get(a)??a.purl)),o=V(e),i=n.ended.toISOString(),r=(0,h.$q)(e),c=Le(e,t);return`${(0,l.aB)({$schema:"http://cyclonedx.org/schema/bom-1.6.schema.json",bomFormat:"CycloneDX",specVersion:"1.6",serialNumber:`urn:uuid:${H(i,o?.name??"",JSON.stringify(s))}`,version:1,metadata:{timestamp:i,tools:{components:[{type:"application",name:"portside",version:e.tool.version}]},component:{"bom-ref":K,type:o?.kind==="image"?"container":"application",name:(0,l.aj)(o?.name??n.repository?.name??"repository"),version:o?.digest?(0,l.aj)(o.digest):void 0,properties:o?.platform?[{name:"portside:platform",value:(0,l.aj)(o.platform)}]:void 0},properties:r.length>0?r.map(({text:a})=>({name:"portside:not-checked",value:a})):void 0},components:s,compositions:r.some(({gap:a})=>a.check==="vulnerability")?[{aggregate:"incomplete",assemblies:[K]}]:void 0,vulnerabilities:c.length>0||(0,h.$_)(e,"vulnerability")?c:void 0},2)}
`}const K="portside:subject";function xe(e){const n=new Map;return new Map(e.map(t=>{const s=(n.get(t.purl)??0)+1;return n.set(t.purl,s),[t,s===1?t.purl:`${t.purl}#${s}`]}))}function Se(e,n){const t=W(e);return{"bom-ref":n,type:"library",name:(0,l.aj)(e.name),version:(0,l.aj)(e.version),licenses:e.license?ke(e.license):void 0,purl:e.purl,properties:t.length>0?t:void 0,evidence:e.paths.length>0?{occurrences:e.paths.map(s=>({location:(0,l.aj)(s)}))}:void 0}}function ke(e){return Z(e)?[{expression:e}]:[{license:{name:(0,l.aj)(e)}}]}function Le(e,n){const t=(0,b.Ss)(e),s=(0,w.$)(n,([i])=>i.purl);return[...(0,w.$)((0,$.lb)(e.findings).filter(b.C9),i=>i.rule)].map(([i,r])=>({id:(0,l.aj)(i),ratings:r.slice(0,1).map(c=>Ie(c,t)),description:(0,l.aj)(Ce(i,r[0])),recommendation:[...new Set(r.map(c=>je(c,t)))].join(" "),affects:[...new Set(r.flatMap(c=>c.subject?.purl??[]))].flatMap(c=>(s.get(c)??[]).map(([,a])=>({ref:a})))}))}function Ce(e,n){const t=n&&(0,G.Pl)(n)?.summary;return String(t??n?.message??e)}function Ie(e,n){const{score:t,vector:s}=(0,b._w)(e,n),o=/^CVSS:(3\.0|3\.1|4\.0)\//.exec(s??"")?.[1];return{severity:e.severity,score:t,method:o&&`CVSSv${o.replace(".0","").replace(".","")}`,vector:o&&s?(0,l.aj)(s):void 0}}function je(e,n){const t=(0,b._w)(e,n);return(0,l.aj)(t.fixed===void 0?`${t.package} has no fixed version yet.`:`Update ${t.package} to ${t.fixed} or later.`)}var Ae=f(83396),Pe=f(11171);const Ee={id:"gitlab",description:"GitLab container scanning report 15.2.1",render:Oe},C={name:255,description:1e5,solution:7e3,image:255};function Oe(e,n){const t=(0,b.Ss)(e),s={id:"portside",name:"Portside",version:e.tool.version,vendor:{name:"Portside"}},o=!(0,h.dc)(e).open.some(({check:i})=>i==="vulnerability")&&e.targets.every(({kind:i,name:r})=>i!=="image"&&i!=="sbom"||(0,h.$_)(e,"vulnerability",r));return`${(0,l.aB)({version:"15.2.1",scan:{analyzer:s,scanner:s,type:"container_scanning",start_time:n.started.toISOString().slice(0,19),end_time:n.ended.toISOString().slice(0,19),status:o?"success":"failure",messages:(0,h.$q)(e).map(({isError:i,text:r})=>({level:i?"warn":"info",value:r}))},vulnerabilities:(0,$.lb)(e.findings).filter(b.C9).sort($.Yj).map(i=>Te(i,e,t))},2)}
`}function Te(e,n,t){const s=(0,b._w)(e,t),o=(0,l.aj)(e.subject?.image??n.targets[0]?.name??"")||"image",i=s.vector!==void 0&&De.test(s.vector)?s.vector:void 0,r=s.references.map(l.aj).filter(c=>/^https?:\/\/\S+$/.test(c));return{id:e.fingerprint,name:(0,l.ml)((0,l.aj)(e.rule),C.name),description:(0,l.ml)((0,l.aj)(s.summary??e.message),C.description),severity:Re[e.severity],solution:s.fixed&&(0,l.ml)((0,l.aj)(`Update ${s.package} to ${s.fixed} or later.`),C.solution),identifiers:[e.rule,...new Set(s.aliases)].map(Me),links:r.length>0?r.map(c=>({url:c})):void 0,cvss_vectors:i&&[{vendor:"unknown",vector:i}],location:{dependency:{package:{name:(0,l.aj)(s.package)},version:(0,l.aj)(s.installed??"")},operating_system:Ne(e),image:o,default_branch_image:(0,l.ml)((0,U.tO)(o),C.image)}}}function Me(e){const n=(0,l.aj)(e)||"unknown";return{type:/^[A-Za-z]+(?=-)/.exec(n)?.[0].toLowerCase()??"portside",name:n,value:n}}function Ne(e){const n=(0,Pe.r5)(e.subject?.purl??"")?.qualifiers.get("distro");return n===void 0?"unknown":(0,l.aj)(n)}const De=/^CVSS:3\.[01](?:\/(?:AV:[NALP]|AC:[LH]|PR:[NLH]|UI:[NR]|S:[UC]|[CIA]:[NLH])){8}$/,Re={critical:"Critical",high:"High",medium:"Medium",low:"Low",info:"Info"};var Be=f(27989),S=f(79112),P=f(85800),J=f(95259),Y=f(58335),ze=f(66032),Q=f(34928),q=f(55082),I=f(60432);function m(e,n=300){return(0,l.ZD)((0,l.ml)(e,n))}function E(e){return m(e,160).replaceAll("/","/<wbr>")}function O(e){return`<span class="s ${e}">${e}</span>`}function _(e){const n=["B","kB","MB","GB","TB"];let t=0,s=e;for(;s>=999.5&&t<n.length-1;)s/=1e3,t++;return`${s>=10||t===0?Math.round(s):s.toFixed(1)} ${n[t]}`}const Fe=200,Ue=1e4;function Ge(e,n,t){if(e.length===0)return['<section><h2 id="findings">Findings</h2><p>None.</p></section>'];const s=[...e].sort((c,a)=>ee(c)-ee(a)||(0,$.Yj)(c,a)),o=s.slice(0,Ue),i=s.length-o.length,r=o.map((c,a)=>{const d=a>=Fe||!T(c.status);return He(c,n,t,d)});return['<section aria-labelledby="findings">','<h2 id="findings">Findings</h2>',...Ve(e),'<p id="count" role="status"></p>','<table id="rows">',`<thead><tr>${Xe.map(c=>`<th scope="col">${c}</th>`).join("")}</tr></thead>`,"<tbody>",...r,"</tbody></table>",'<p><button type="button" id="more" hidden>Show all</button></p>',...i>0?[`<p>${(0,S.td)(i,"less urgent finding")} in the JSON report.</p>`]:[],"</section>"]}const Xe=["Severity","ID","Description","Fix","Location"];function T(e){return e==="new"||e==="existing"}function ee({status:e}){return T(e)?0:e==="excepted"?1:2}const te={new:"new",existing:"existing",fixed:"fixed",excepted:"suppressed"};function Ve(e){const n=I.oC.map(o=>{const i=e.filter(r=>r.severity===o&&T(r.status)).length;return`<label class="chip ${o}"><input type="checkbox" name="severity" value="${o}" checked> ${o} <b>${i}</b></label>`}),t=[...new Set(e.map(({check:o})=>o))].sort(),s=[...new Set(e.map(({status:o})=>o))];return['<form id="filters" role="search" aria-label="Findings" hidden>','<label class="search">Search <input type="search" id="search" placeholder="rule, package, path \u2026" autocomplete="off" spellcheck="false"></label>',ne("check","Check",[["","all checks"],...t.map(o=>[o,q.c[o]])]),ne("status","Status",[["open","open"],["","all"],...s.map(o=>[o,te[o]])]),'<label class="chip"><input type="checkbox" id="fixable"> has a fix</label>','<button type="reset">Reset</button>',`<fieldset><legend>Severity</legend>${n.join("")}</fieldset>`,'<button type="button" id="layer" class="chip" hidden></button>',"</form>"]}function ne(e,n,t){const s=t.map(([o,i])=>`<option value="${o}">${i}</option>`);return`<label>${n} <select id="${e}">${s.join("")}</select></label>`}function He(e,n,t,s){const{severity:o,check:i,status:r,subject:c}=e,a=(0,b.C9)(e)?(0,b._w)(e,n):void 0,d=a?a.fixed:e.fix?.description,u=t.layerKey(c?.image,c?.layer)??"",p=[o,i,r,d===void 0?"":"fix",u].join(" "),y=a?`<span class="dim">${i==="malware"?"remove it":"none yet"}</span>`:"",v=r==="new"?"":`<br><span class="dim">${te[r]}</span>`,L=a?.exploited?'<br><strong class="critical">exploited</strong>':"",g=[`${O(o)}${v}`,`${Ze(e,a?.references)}${L}`,a?We(a,t.places(e)):m(e.message,500),d===void 0?y:m(d,120),Ke(e,t)];return`<tr data-f="${p}"${s?" hidden":""}>${g.map(F=>`<td>${F}</td>`).join("")}</tr>`}function We(e,n){const t=e.summary?`<br>${m(e.summary,160)}`:"";return`<b>${m(e.package,120)}</b> ${m(e.installed??"",80)}${m(n,200)}${t}`}function Ze(e,n){const t=m(e.rule,80),s=n?.map(l.tT).find(o=>o!==void 0);return s===void 0?t:`<a rel="noreferrer" href="${(0,l.ZD)(s)}">${t}</a>`}function Ke({location:e,subject:n},t){if(!e)return E(n?.path??n?.image??"");const s=n?.path===void 0?"":`<br><span class="dim">${E(n.path)}</span>`,o=`${E(e.path)}:${e.startLine}`,i=t.lineAnchor(e);return`${i===void 0?o:`<a href="#${i}">${o}</a>`}${s}`}const M=128,N=100;function Je(e,n){if(n.images.length===0)return[];const t=(0,w.$)(e.filter(({subject:s})=>s?.layer!==void 0),({subject:s})=>n.layerKey(s?.image,s?.layer)??"");return['<section aria-labelledby="layers">','<h2 id="layers">Layers</h2>',...n.images.flatMap(s=>Ye(s,t,n)),"</section>"]}function Ye(e,n,t){const s=(e.layers??[]).map(a=>{const d=t.layerKey(e.name,a.index)??"";return{...a,key:d,findings:n.get(d)??[]}}),o=s.reduce((a,{size:d})=>a+d,0),i={size:s.reduce((a,{size:d})=>Math.max(a,d),1),findings:s.reduce((a,{findings:d})=>Math.max(a,d.length),1)},r=s.slice(0,M).map(a=>Qe(a,i,t)),c=s.length>M?` (lowest ${M} shown)`:"";return['<table class="layers">',`<caption>${m(e.name,200)} <span class="dim">${s.length} layers${c}, ${_(o)}</span></caption>`,'<thead><tr><th scope="col">Layer</th><th scope="col">Instruction</th><th scope="col">Size</th><th scope="col">Findings</th></tr></thead>',"<tbody>",...r.reverse(),"</tbody></table>"]}function Qe(e,n,t){const{index:s,size:o,location:i,instruction:r,key:c,findings:a}=e,d=i?`${m(i.path,80)}:${i.startLine}`:"",u=t.lineAnchor(i),p=[r??(s===0?"base image":""),u===void 0?d:`<a href="#${u}">${d}</a>`].filter(g=>g!==""),y=(0,$.lc)(a),v=y?`<button type="button" class="link" data-layer="${c}" aria-label="${y}: show the findings in layer ${s}">${y}</button>`:'<span class="dim">none</span>';return`<tr>${[String(s),p.join(" "),`${qe(o,n.size)}<span>${_(o)}</span>`,`${a.length>0?_e(a,n.findings):""}${v}`].map(g=>`<td>${g}</td>`).join("")}</tr>`}function qe(e,n){const t=e===0?0:Math.max(.7,e/n*N);return se(`<rect class="size" width="${t.toFixed(1)}" height="10"/>`)}function _e(e,n){let t=0;const s=I.oC.flatMap(o=>{const i=e.filter(a=>a.severity===o).length;if(i===0)return[];const r=Math.max(.7,i/n*N),c=`<rect class="${o}" x="${t.toFixed(1)}" width="${r.toFixed(1)}" height="10"/>`;return t+=r,[c]});return se(s.join(""))}function se(e){return`<svg viewBox="0 0 ${N} 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">${e}</svg>`}const et=3e3,tt=50;function nt(e,n,t){if(e.length===0)return[];const s=(0,w.$)(n,({subject:a})=>a?.purl??""),o=({purl:a})=>s.get(a)??[],i=[...e].sort((a,d)=>st(o(a),o(d))||(0,S.n6)(a.name,d.name)),r=i.slice(0,et),c=i.length-r.length;return['<section aria-labelledby="packages">','<h2 id="packages">Packages</h2>','<form id="package-filter" role="search" aria-label="Packages" hidden><label class="search">Search <input type="search" id="package-search" placeholder="name, version, type \u2026" autocomplete="off" spellcheck="false"></label></form>','<p id="package-count" role="status"></p>','<table id="package-rows">','<thead><tr><th scope="col">Package</th><th scope="col">Version</th><th scope="col">Type</th><th scope="col">Findings</th><th scope="col">Location</th></tr></thead>',"<tbody>",...r.map((a,d)=>ot(a,o(a),t,d>=tt)),"</tbody></table>",'<p><button type="button" id="package-more" hidden>Show all</button></p>',...c>0?[`<p>${(0,S.td)(c,"more package")} in the JSON report.</p>`]:[],"</section>"]}function st(e,n){const t=i=>i.map(({severity:r})=>r).sort(I.zK)[0],[s,o]=[t(e),t(n)];return s&&o?(0,I.zK)(s,o)||n.length-e.length:+!s-+!o}function ot({name:e,version:n,type:t,location:s},o,i,r){const c=s?`${m(s.path,80)}:${s.startLine}`:"",a=i.lineAnchor(s),d=[m(e,120),m(n,80),m(t,20),(0,$.lc)(o),a===void 0?c:`<a href="#${a}">${c}</a>`];return`<tr${r?" hidden":""}>${d.map(u=>`<td>${u}</td>`).join("")}</tr>`}const it=40;function rt(e,n){const t=[...new Set(e.findings.flatMap(({location:r})=>r?.path??[]))],s=new Map;for(const r of t.sort(S.n6).slice(0,it)){const c=n?.(r);c!==void 0&&s.set(r,{id:`f${s.size}`,text:c})}const o=e.targets.filter(({layers:r})=>r&&r.length>0),i=new Map(o.map(({name:r},c)=>[r,c]));return{files:s,images:o,places:(0,J.g)(e),lineAnchor:r=>{const c=r&&s.get(r.path);return c&&`${c.id}-${r.startLine}`},layerKey:(r,c)=>{const a=r===void 0?void 0:i.get(r);return a===void 0||c===void 0?void 0:`${a}-${c}`}}}const oe=`'use strict';
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
})();`,ie=400,re=3,at=400,ct=12,D=6;function lt(e,n,t){if(t.files.size===0)return[];const s=(0,w.$)(e,({location:o})=>o?.path??"");return['<section aria-labelledby="files">','<h2 id="files">Files</h2>',...[...t.files].flatMap(([o,{id:i,text:r}])=>{const c=s.get(o)??[],a=c.length>0?`: ${(0,$.lc)(c)}`:"";return[`<details${t.files.size<=4?" open":""}><summary><b>${m(o,200)}</b> <span class="dim">${(0,S.td)(c.length,"finding")}${a}</span></summary>`,`<div class="source" role="region" aria-label="${m(o,200)}" tabindex="0">`,...dt(r,c,i,n),"</div></details>"]}),"</section>"]}function dt(e,n,t,s){const o=e.replace(/\n$/,"").split(`
`),i=(0,w.$)(n,({location:d})=>String(d?.startLine)),r=n.flatMap(({location:d})=>d?.startLine??[]),c=o.length<=ie?void 0:ut(r,o.length);let a=0;return o.flatMap((d,u)=>{const p=u+1;if(c&&!c.has(p))return[];const y=p>a+1?['<div class="gap">\u22EF</div>']:[];a=p;const v=i.get(String(p))??[],L=v.length>0?`<ul class="notes">${pt(v,s).join("")}</ul>`:"";return[...y,`<div class="line${v.length>0?" marked":""}" id="${t}-${p}"><span class="number">${p}</span><code>${mt(d,v)}</code>${L}</div>`]})}function ut(e,n){const t=new Set;for(const s of[...new Set(e)].sort((o,i)=>o-i)){const o=Math.max(1,s-re);for(let i=o;i<=Math.min(n,s+re);i++)t.add(i);if(t.size>=ie)break}return t}function mt(e,n){const t=(0,l.ml)(e.replace(/\r$/,""),at),s=new Array(t.length).fill(!1);for(const{location:i}of n.filter(r=>!(0,b.C9)(r))){if(!i)continue;const{startLine:r,startColumn:c,endLine:a,endColumn:d}=i,u=a===r?d-1:t.length;for(let p=Math.max(0,c-1);p<Math.min(u,t.length);p++)s[p]=!0}let o="";for(let i=0;i<t.length;){let r=i+1;for(;r<t.length&&s[r]===s[i];)r++;const c=(0,l.ZD)((0,l.aj)(t.slice(i,r).replaceAll("	","    ")));o+=s[i]?`<mark>${c}</mark>`:c,i=r}return o}function pt(e,n){const t=[...e].sort($.Yj),s=t.filter(a=>!(0,b.C9)(a)),o=t.filter(b.C9),i=s.slice(0,ct).map(a=>`<li>${O(a.severity)} <span class="rule">${m(a.rule,80)}</span> ${m(a.message,300)}</li>`),r=s.length-i.length,[c]=o;return[...i,...r>0?[`<li class="dim">and ${r} more</li>`]:[],...c?[ft(c,o,n)]:[]]}function ft(e,n,t){const s=(0,w.$)(n,r=>{const{package:c,installed:a}=(0,b._w)(r,t);return`${c} ${a??""}`.trim()}),o=[...s.keys()].slice(0,D).map(r=>m(r,80)),i=s.size>D?` and ${s.size-D} more`:"";return`<li>${O(e.severity)} ${(0,S.td)(n.length,"vulnerability","vulnerabilities")} in ${o.join(", ")}${i}</li>`}const ht=`
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
`,""),gt={id:"html",description:"one self-contained web page",render:$t};function $t(e,n){const t=(0,b.Ss)(e),s=rt(e,n.source),o=(0,$.lb)(e.findings);return`${[...bt(m((0,Y.Pl)(e,n),400)),"<body>",'<a class="skip" href="#findings">Skip to the findings</a>',...wt(e,n),"<main>",...St(o,n.rules),...Je(o,s),...Ge(e.findings,t,s),...lt(o,t,s),...nt(e.packages,o,s),...kt(e,n),"</main>",...Lt(e,n),`<script>${oe}<\/script>`,"</body>","</html>"].join(`
`)}
`}function bt(e){return["<!doctype html>",'<html lang="en">',"<head>",'<meta charset="utf-8">',`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '${yt}'; base-uri 'none'; form-action 'none'">`,'<meta name="viewport" content="width=device-width, initial-scale=1">','<meta name="color-scheme" content="light dark">',`<title>${e}</title>`,`<style>${ht}</style>`,"<noscript><style>tr[hidden]{display:table-row}</style></noscript>","</head>"]}const yt=`sha256-${(0,X.createHash)("sha256").update(oe).digest("base64")}`,vt=5;function wt(e,n){const{outcome:t}=e.verdict,s=(0,$.lb)(e.findings),o=(0,Y.NB)(e).join("; "),i=e.targets.filter(({kind:u})=>u==="image"||u==="sbom"),r=new Map((i.length>0?i:e.targets).map(u=>[u.name,u])),c=[...r.values()].slice(0,vt).map(u=>`<span>${m(u.name,120)}<span class="dim">${m((0,J.W)(u),100)}</span></span>`),a=r.size-c.length,d=s.length===0?"no findings":`${(0,S.td)(s.length,"finding")}: ${(0,$.lc)(s)}`;return[`<header class="${t}">`,'<p class="what">Container check</p>',`<h1>${xt[t]}</h1>`,...o===""?[]:[`<p>${m(o,400)}</p>`],`<p class="facts">${[`<span>${d}</span>`,...c,...a>0?[`<span>and ${a} more</span>`]:[],...n.baseline?[`<span>compared with ${m(n.baseline,80)}</span>`]:[]].join("")}</p>`,"</header>"]}const xt={pass:"Passed",fail:"Failed",incomplete:"Incomplete"};function St(e,n){const t=(0,Q.Xv)(e,n);if(!t)return[];const{title:s,location:o,resolves:i}=t,r=o?` (<b>${m(o.path,120)}:${o.startLine}</b>)`:"";return['<section class="action" aria-labelledby="action">','<h2 id="action">Fix first</h2>',`<p><b>${m(s,200)}</b>${r} <span class="dim">resolves ${(0,Q.WP)(i)}</span></p>`,"</section>"]}function kt(e,n){const t=(e.suppressed??[]).map(a=>`${a.rule} (${a.severity}), suppressed in ${(0,ze.l)(a)}`),{open:s,allowed:o,informational:i}=(0,h.dc)(e),r=a=>(0,P.Uo)(a).map(({target:d,checks:u,state:p})=>`${d}: ${u}: ${p}`),c=e.notes.map(a=>a.target?`${a.target}: ${a.message}`:a.message);return[...x("Policy changes",e.policyChange??[]),...x("Suppressions that the pull request adds",e.addedSuppressions??[]),...x("Suppressed by comments",t),...x(`Not checked (${(0,h.HB)(s)})`,[...r(s),...(0,h.eL)(s,n)]),...x(`Not checked, allowed (${(0,h.HB)(o)})`,r(o)),...x(`Informational (${(0,h.HB)(i)})`,r(i)),...x("Notes",c),...e.coverage.length===0?[]:x(`Coverage: ${(0,P.rL)(e)}`,[`Checked: ${(0,P.ut)(e)}`,...r(e.coverage.filter(a=>!(0,Be.NH)(a)))])]}function x(e,n){if(n.length===0)return[];const t=n.slice(0,500).map(s=>`<li>${m(s,2e3)}</li>`);return["<section>",`<h2>${e}</h2>`,"<ul>",...t,"</ul>","</section>"]}function Lt(e,n){return[`<footer>${[`portside ${m(e.tool.version,40)}`,n.ended.toISOString().slice(0,16).replace("T"," ").concat(" UTC"),...n.policy?[`policy ${m(n.policy,120)}`]:[],...n.advisories?[`advisories ${m(n.advisories,60)}`]:[]].join(" \xB7 ")}</footer>`]}const j="https://github.com/OWNER/portside";function ae(e,n,t){const s=e.targets.filter(Ct).flatMap(i=>{const r=t(i);return r===void 0?[]:[{...i,content:r}]});return`${s.map(({name:i,digest:r,content:c})=>{const a=r.indexOf(":"),d={_type:"https://in-toto.io/Statement/v1",subject:[{name:i,digest:{[r.slice(0,a)]:r.slice(a+1)}}],predicateType:n,predicate:c};return(0,l.aB)(d,s.length===1?2:void 0)}).join(`
`)}
`}function Ct(e){return e.kind==="image"&&e.digest!==void 0}const It={id:"in-toto-vsa",description:"SLSA verification summary of each image, an in-toto statement to sign",render:(e,n)=>ae(e,"https://slsa.dev/verification_summary/v1",t=>jt(t,e,n))};function jt(e,n,t){const s=n.verdict.outcome==="pass",{buildLevel:o}=e,i=o===void 0?[]:[`SLSA_BUILD_LEVEL_${o}`],{allowed:r,informational:c}=(0,h.dc)(n),a=(0,h.LN)([...r,...c]).map(d=>`PORTSIDE_NOT_CHECKED_${d.toUpperCase()}`);return{verifier:{id:j,version:{portside:n.tool.version}},timeVerified:t.ended.toISOString(),resourceUri:Pt(e),policy:{uri:At(t)},verificationResult:s?"PASSED":"FAILED",verifiedLevels:s?[...i,...a]:["FAILED"],slsaVersion:"1.0"}}function At({policy:e,repository:n}){if(e===void 0)return`${j}/blob/main/docs/policy.md`;const t=e.split("@")[0]??e;return n?.commit===void 0?t:`${n.server}/${n.name}/blob/${n.commit}/${t}`}function Pt({name:e,digest:n}){const t=e.split("@")[0]??e,s=t.slice(t.lastIndexOf("/")+1).split(":")[0]??t,o=t.slice(0,t.lastIndexOf("/")+1)+s;return`pkg:oci/${R(s)}@${R(n)}?repository_url=${R(o)}`}function R(e){return encodeURIComponent(e.replace(new RegExp("\\p{Cs}","gu"),"?"))}const Et={id:"in-toto-vuln",description:"vulnerabilities of each image, an in-toto statement to sign",render:(e,n)=>ae(e,"https://in-toto.io/attestation/vulns/v0.2",t=>Ot(t,e,n))};function Ot({name:e},n,{started:t,ended:s,advisories:o}){const i=({check:a,target:d})=>a==="vulnerability"&&d===e;if(!(0,h.$_)(n,"vulnerability",e))return;const r=(0,h.$q)(n).filter(({gap:a})=>i(a)),c=n.findings.filter(({check:a,status:d,subject:u})=>a==="vulnerability"&&d!=="fixed"&&(u?.image===void 0||u.image===e));return{scanner:{uri:j,version:n.tool.version,db:o===void 0?{}:{lastUpdate:o},result:c.map(Tt)},...r.length>0&&{[`${j}/incomplete`]:r.map(({text:a})=>a)},metadata:{scanStartedOn:t.toISOString(),scanFinishedOn:s.toISOString()}}}function Tt(e){const{rule:n,severity:t,subject:s,status:o}=e,i=Mt((0,G.Pl)(e)?.cvss),{purl:r,path:c}=s??{};return{id:n,severity:[{method:"portside",score:t},...i===void 0?[]:[{method:"cvss",score:i}]],annotations:[{purl:r||void 0,path:c||void 0,status:o}]}}function Mt(e){const n=typeof e=="object"&&e!==null&&"score"in e?e.score:e;return typeof n=="number"||typeof n=="string"?String(n):void 0}var Nt=f(58584);const Dt={id:"junit",description:"JUnit XML for CI servers",render:Rt};function Rt(e,n){const t={fails:()=>e.verdict.outcome==="fail",...n},s=e.findings.filter(g=>g.status!=="fixed"),o=(0,w.$)(s,zt),i=new Set(e.coverage.flatMap(g=>Bt(g)?[]:[g.target]));for(const{name:g}of e.targets)i.has(g)&&!o.has(g)&&o.set(g,[]);const r=Math.max(0,(t.ended.getTime()-t.started.getTime())/1e3),c=[...o].map(([g,F])=>Ft(g,F,t)),a=s.filter(g=>B(g,t)).length,{open:d,allowed:u,informational:p}=(0,h.dc)(e),y=[...u,...p],v=[...d,...y];return['<?xml version="1.0" encoding="UTF-8"?>',`<testsuites name="portside" tests="${s.length+v.length+[...o.values()].filter(g=>g.length===0).length}" failures="${a}" errors="${d.length}" time="${r}">`,...c,...v.length>0?[Xt(d,y,t)]:[],"</testsuites>",""].join(`
`)}function Bt({state:e}){return e==="not-covered"||e==="failed"}function zt(e){return e.subject?.image??e.location?.path??e.check}function Ft(e,n,t){const s=n.filter(r=>B(r,t)).length,o=k(e,1e3),i=n.length===0?[`    <testcase name="no findings" classname="${o}"/>`]:n.map(r=>Ut(r,o,t));return[`  <testsuite name="${o}" tests="${Math.max(n.length,1)}" failures="${s}" errors="0" skipped="${n.length-s}" timestamp="${ce(t)}">`,...i,"  </testsuite>"].join(`
`)}function B(e,{fails:n}){return e.status!=="excepted"&&n?.(e)===!0}function Ut(e,n,t){const{location:s}=e,o=s?` ${s.path}:${s.startLine}`:"",i=e.subject?.purl??e.subject?.path??"",r=k(`${e.rule}${o}${i?` ${i}`:""}`,1e3),c=k(e.message,4e3),a=s?`${s.path}:${s.startLine}:${s.startColumn}: `:"",d=B(e,t)?`<failure type="${e.severity}" message="${c}">${k(a,1e3)}${c}</failure>`:`<skipped message="${Gt(e)}: ${c}"/>`;return`    <testcase name="${r}" classname="${n}">${d}</testcase>`}function Gt({exception:e,status:n,severity:t}){return n!=="excepted"?`${t}, does not fail the policy`:`suppressed by ${e?.source==="vex"?"a VEX document":"a policy exception"}`}function Xt(e,n,t){const s=(o,i)=>`    <testcase name="${q.c[o.check]} check" classname="${k((0,h.mx)(o),1e3)}"><${i} message="${k((0,h.O$)(o),4e3)}"/></testcase>`;return[`  <testsuite name="not checked" tests="${e.length+n.length}" failures="0" errors="${e.length}" skipped="${n.length}" timestamp="${ce(t)}">`,...e.map(o=>s(o,'error type="incomplete"')),...n.map(o=>s(o,"skipped")),"  </testsuite>"].join(`
`)}function ce(e){return e.started.toISOString().slice(0,19)}function k(e,n){return(0,l.ZD)((0,l.ml)(e,n))}var Vt=f(86182),Ht=f(64806);const Wt={id:"spdx",description:"SPDX 2.3 SBOM",render:Zt};function Zt(e,n){const t=V(e),s=(0,l.aj)(t?.name??n.repository?.name??"repository"),o=`${n.ended.toISOString().slice(0,19)}Z`,i=`Tool: portside-${e.tool.version}`,r=new Yt,c=e.packages.map((p,y)=>({SPDXID:`SPDXRef-Package-${y}`,...Kt(p,r),annotations:Jt(p,o,i)})),a=H(o,s,JSON.stringify(c)),d=r.extracted(),u=(0,h.$q)(e).map(({text:p})=>le(p,o,i));return`${(0,l.aB)({spdxVersion:"SPDX-2.3",dataLicense:"CC0-1.0",SPDXID:"SPDXRef-DOCUMENT",name:s,documentNamespace:`https://spdx.org/spdxdocs/portside-${a}`,creationInfo:{created:o,creators:[i]},documentDescribes:[z],annotations:u.length>0?u:void 0,packages:[{SPDXID:z,name:s,versionInfo:t?.digest?(0,l.aj)(t.digest):void 0,downloadLocation:"NOASSERTION",filesAnalyzed:!1,primaryPackagePurpose:t?.kind==="image"?"CONTAINER":"APPLICATION"},...c],hasExtractedLicensingInfos:d.length>0?d:void 0,relationships:c.map(p=>({spdxElementId:z,relationshipType:"CONTAINS",relatedSpdxElement:p.SPDXID}))},2)}
`}const z="SPDXRef-Subject";function Kt(e,n){const t=e.paths.slice(0,100).map(l.aj).join(", ");return{name:(0,l.aj)(e.name),versionInfo:(0,l.aj)(e.version),downloadLocation:"NOASSERTION",filesAnalyzed:!1,licenseConcluded:"NOASSERTION",licenseDeclared:n.declare(e.license),copyrightText:"NOASSERTION",sourceInfo:t===""?void 0:`found in ${t}`,externalRefs:[{referenceCategory:"PACKAGE-MANAGER",referenceType:"purl",referenceLocator:(0,l.aj)(e.purl)}]}}function Jt(e,n,t){const s=W(e);if(s.length!==0)return s.map(({name:o,value:i})=>le(`${o}=${i}`,n,t))}function le(e,n,t){return{annotationDate:n,annotationType:"OTHER",annotator:t,comment:e}}class Yt{#e=new Map;declare(n){if(!n)return"NOASSERTION";if(Z(n))return n;const t=this.#e.get(n);if(t!==void 0)return t;const s=`LicenseRef-portside-${this.#e.size+1}`;return this.#e.set(n,s),s}extracted(){return[...this.#e].map(([n,t])=>({licenseId:t,name:(0,l.aj)(n),extractedText:(0,l.aj)(n)}))}}var Qt=f(89287);const qt=new Map([Qt.Q,Nt.P,Ht.Is,Vt.wD,gt,Dt,Ee,ge,ue,Ae.Ib,ve,Wt,It,Et].map(e=>[e.id,e]))})};export{en as id,tn as ids,nn as modules};
