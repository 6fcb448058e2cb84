const Mt=6258,Tt=[6258],At={97858:((te,C,f)=>{f.d(C,{Rj:()=>x,o_:()=>P,tO:()=>O});var c=f(77598),m=f.n(c);function x(...$){const y=$.map(g=>g===void 0?"-":`${g.length}:${g}`).join("");return I(y).slice(0,32)}const I=c.hash?$=>c.hash("sha256",$):$=>c.createHash("sha256").update($).digest("hex");function O($){const y=$.split("@")[0]??"",g=y.lastIndexOf(":");return g>y.lastIndexOf("/")?y.slice(0,g):y}function P($){const y=new Map;return $.map(g=>{const v=(y.get(g.fingerprint)??0)+1;return y.set(g.fingerprint,v),v===1?g:{...g,fingerprint:x(g.fingerprint,String(v))}})}}),86258:((te,C,f)=>{f.d(C,{FORMATS:()=>It});var c=f(46548),m=f(93787);const x={id:"checkstyle",description:"Checkstyle XML for editors and review bots",render:I};function I(e){const n=(0,m.ho)(e.findings).filter(o=>o.location!==void 0);return['<?xml version="1.0" encoding="UTF-8"?>','<checkstyle version="4.3">',...[...(0,m.$z)(n.sort(m.hz),o=>o.location?.path??"")].flatMap(([o,s])=>[`  <file name="${(0,c.qy)(o)}">`,...s.map(O),"  </file>"]),"</checkstyle>",""].join(`
`)}function O(e){const{startLine:n=1,startColumn:t=1}=e.location??{},o=(0,c.qy)((0,c.ml)(e.message,4e3)),s=(0,c.qy)((0,c.ml)(`portside.${e.check}.${e.rule}`,500));return`    <error line="${n}" column="${t}" severity="${P[e.severity]}" message="${o}" source="${s}"/>`}const P={critical:"error",high:"error",medium:"warning",low:"info",info:"info"},$={id:"code-quality",description:"Code Climate JSON for GitLab\u2019s code quality widget",render:y};function y(e){const n=(0,m.ho)(e.findings).sort(m.hz).flatMap(t=>{const o=(0,c.SH)(t.location?.path??"");if(!t.location||o===void 0)return[];const{startLine:s,endLine:i}=t.location;return{type:"issue",check_name:(0,c.pj)(t.rule),categories:[t.check==="lint"?"Style":"Security"],description:`${(0,c.pj)(t.rule)}: ${(0,c.ml)((0,c.pj)(t.message),1e3)}`,fingerprint:t.fingerprint,severity:g[t.severity],location:{path:(0,c.pj)(o),lines:{begin:s,end:Math.max(s,i)}}}});return`${(0,c.Pq)(n,2)}
`}const g={critical:"blocker",high:"critical",medium:"major",low:"minor",info:"info"};var v=f(77598);function G(e){const n=e.targets.filter(t=>t.kind==="image"||t.kind==="sbom");return n.length===1?n[0]:void 0}function H(...e){const n=(0,v.createHash)("sha256");for(const o of e)n.update(`${o.length}:${o}`);const t=n.digest("hex");return`${t.slice(0,8)}-${t.slice(8,12)}-8${t.slice(13,16)}-a${t.slice(17,20)}-${t.slice(20,32)}`}function V(e){const n=e.location;return[...e.layer?[{name:"portside:layer:index",value:String(e.layer.index)},{name:"portside:layer:diffID",value:(0,c.pj)(e.layer.diffID)}]:[],...n?[{name:"portside:dockerfile",value:(0,c.pj)(`${n.path}:${n.startLine}`)}]:[],...e.source?[{name:"portside:source",value:(0,c.pj)([e.source.name,e.source.version??""].join(" ").trim())}]:[],...e.module?[{name:"portside:module",value:(0,c.pj)(e.module)}]:[],...e.ownedBy?[{name:"portside:ownedBy",value:(0,c.pj)(e.ownedBy)}]:[],...e.evidence?[{name:"portside:evidence",value:(0,c.pj)(e.evidence)}]:[]]}function X(e){if(e.length>500)return!1;const n=e.replace(/[()]/g," $& ").trim().split(/\s+/);let t=!0,o=0;for(const s of n){if(t&&s==="(")o++;else if(!t&&s===")")o--;else if(t&&ne.has(s))t=!1;else if(!t&&(s==="AND"||s==="OR"))t=!0;else return!1;if(o<0)return!1}return!t&&o===0}const ne=new Set(`0BSD AFL-2.1 AGPL-3.0-only AGPL-3.0-or-later Apache-1.1 Apache-2.0 Artistic-1.0-Perl Artistic-2.0 BSD-2-Clause
  BSD-3-Clause BSD-4-Clause BSL-1.0 BlueOak-1.0.0 CC-BY-3.0 CC-BY-4.0 CC0-1.0 CDDL-1.0 CDDL-1.1 curl EPL-1.0 EPL-2.0
  EUPL-1.2 GFDL-1.3-or-later GPL-1.0-or-later GPL-2.0 GPL-2.0-only GPL-2.0-or-later GPL-3.0 GPL-3.0-only
  GPL-3.0-or-later HPND ICU IJG ISC LGPL-2.0-only LGPL-2.0-or-later LGPL-2.1 LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0
  LGPL-3.0-only LGPL-3.0-or-later Libpng MIT MIT-0 MPL-1.1 MPL-2.0 MS-PL NCSA OFL-1.1 OpenSSL PSF-2.0 Python-2.0 Ruby
  SISSL TCL Unicode-3.0 Unicode-DFS-2016 Unlicense UPL-1.0 Vim W3C WTFPL X11 Zlib ZPL-2.1 zlib-acknowledgement
  bzip2-1.0.6 blessing`.split(/\s+/));var b=f(54169);const oe={id:"cyclonedx",description:"CycloneDX 1.6 SBOM",render:se};function se(e,n){const t=re(e.packages),o=e.packages.map(r=>ie(r,t.get(r)??r.purl)),s=G(e),i=n.ended.toISOString();return`${(0,c.Pq)({$schema:"http://cyclonedx.org/schema/bom-1.6.schema.json",bomFormat:"CycloneDX",specVersion:"1.6",serialNumber:`urn:uuid:${H(i,s?.name??"",JSON.stringify(o))}`,version:1,metadata:{timestamp:i,tools:{components:[{type:"application",name:"portside",version:e.tool.version}]},component:{"bom-ref":"portside:subject",type:s?.kind==="image"?"container":"application",name:(0,c.pj)(s?.name??n.repository?.name??"repository"),...s?.digest?{version:(0,c.pj)(s.digest)}:{},...s?.platform?{properties:[{name:"portside:platform",value:(0,c.pj)(s.platform)}]}:{}}},components:o,vulnerabilities:ce(e,t)},2)}
`}function re(e){const n=new Map;return new Map(e.map(t=>{const o=(n.get(t.purl)??0)+1;return n.set(t.purl,o),[t,o===1?t.purl:`${t.purl}#${o}`]}))}function ie(e,n){const t=V(e);return{"bom-ref":n,type:"library",name:(0,c.pj)(e.name),version:(0,c.pj)(e.version),...e.license?{licenses:ae(e.license)}:{},purl:e.purl,...t.length>0?{properties:t}:{},...e.paths.length>0?{evidence:{occurrences:e.paths.map(o=>({location:(0,c.pj)(o)}))}}:{}}}function ae(e){return X(e)?[{expression:e}]:[{license:{name:(0,c.pj)(e)}}]}function ce(e,n){const t=(0,b.DT)(e),o=(0,m.$z)(n,([i])=>i.purl);return[...(0,m.$z)((0,m.ho)(e.findings).filter(b.Z4),i=>i.rule)].map(([i,r])=>({id:(0,c.pj)(i),ratings:r.slice(0,1).map(a=>le(a,t)),description:(0,c.pj)(String(r[0]?.details?.summary??r[0]?.message??i)),recommendation:[...new Set(r.map(a=>de(a,t)))].join(" "),affects:[...new Set(r.flatMap(a=>a.subject?.purl??[]))].flatMap(a=>(o.get(a)??[]).map(([,l])=>({ref:l})))}))}function le(e,n){const{score:t,vector:o}=(0,b.L1)(e,n),s=/^CVSS:(3\.0|3\.1|4\.0)\//.exec(o??"")?.[1];return{severity:e.severity,...t===void 0?{}:{score:t},...s&&o?{method:`CVSSv${s.replace(".0","").replace(".","")}`,vector:(0,c.pj)(o)}:{}}}function de(e,n){const t=(0,b.L1)(e,n);return(0,c.pj)(t.fixed===void 0?`${t.package} has no fixed version yet.`:`Update ${t.package} to ${t.fixed} or later.`)}var me=f(75143),ue=f(97858);const pe={id:"gitlab",description:"GitLab container-scanning report 15.2.1",render:he},S={name:255,description:1e5,solution:7e3,image:255};function he(e,n){const t=(0,b.DT)(e),o={id:"portside",name:"Portside",version:e.tool.version,vendor:{name:"Portside"}},s=!e.incomplete.some(i=>i.check==="vulnerability");return`${(0,c.Pq)({version:"15.2.1",scan:{analyzer:o,scanner:o,type:"container_scanning",start_time:n.started.toISOString().slice(0,19),end_time:n.ended.toISOString().slice(0,19),status:s?"success":"failure",messages:e.incomplete.map(i=>({level:"warn",value:(0,c.pj)(`${i.check} of ${i.target} could not be checked: ${i.reason}`)}))},vulnerabilities:(0,m.ho)(e.findings).filter(b.Z4).sort(m.td).map(i=>fe(i,e,t))},2)}
`}function fe(e,n,t){const o=(0,b.L1)(e,t),s=(0,c.pj)(e.subject?.image??n.targets[0]?.name??"")||"image",i=o.vector!==void 0&&$e.test(o.vector)?o.vector:void 0,r=o.references.map(c.pj).filter(a=>/^https?:\/\/\S+$/.test(a));return{id:e.fingerprint,name:(0,c.ml)((0,c.pj)(e.rule),S.name),description:(0,c.ml)((0,c.pj)(o.summary??e.message),S.description),severity:ye[e.severity],...o.fixed===void 0?{}:{solution:(0,c.ml)((0,c.pj)(`Update ${o.package} to ${o.fixed} or later.`),S.solution)},identifiers:[e.rule,...new Set(o.aliases)].map(ge),...r.length>0?{links:r.map(a=>({url:a}))}:{},...i?{cvss_vectors:[{vendor:"unknown",vector:i}]}:{},location:{dependency:{package:{name:(0,c.pj)(o.package)},version:(0,c.pj)(o.installed??"")},operating_system:be(e),image:s,default_branch_image:(0,c.ml)((0,ue.tO)(s),S.image)}}}function ge(e){const n=(0,c.pj)(e)||"unknown";return{type:/^[A-Za-z]+(?=-)/.exec(n)?.[0].toLowerCase()??"portside",name:n,value:n}}function be(e){const n=/[?&]distro=([^&#]+)/.exec(e.subject?.purl??"")?.[1];return n===void 0?"unknown":(0,c.pj)(n)}const $e=/^CVSS:3\.[01](?:\/(?:AV:[NALP]|AC:[LH]|PR:[NLH]|UI:[NR]|S:[UC]|[CIA]:[NLH])){8}$/,ye={critical:"Critical",high:"High",medium:"Medium",low:"Low",info:"Info"};var L=f(65131);function u(e,n=300){return(0,c.qy)((0,c.ml)(e,n))}function E(e){return u(e,160).replaceAll("/","/<wbr>")}function M(e){return`<span class="s ${e}">${e}</span>`}function W(e){const n=["B","kB","MB","GB","TB"];let t=0,o=e;for(;o>=999.5&&t<n.length-1;)o/=1e3,t++;return`${o>=10||t===0?Math.round(o):o.toFixed(1)} ${n[t]}`}const ve=200,we=1e4;function ke(e,n,t){if(e.length===0)return['<section><h2 id="findings">Findings</h2><p>None.</p></section>'];const o=[...e].sort((a,l)=>K(a)-K(l)||(0,m.td)(a,l)),s=o.slice(0,we),i=o.length-s.length,r=s.map((a,l)=>Le(a,n,t,l>=ve||!T(a.status)));return['<section aria-labelledby="findings">','<h2 id="findings">Findings</h2>',...Se(e),'<p id="count" role="status"></p>','<table id="rows">',`<thead><tr>${xe.map(([a])=>`<th scope="col">${a}</th>`).join("")}</tr></thead>`,"<tbody>",...r,"</tbody></table>",'<p><button type="button" id="more" hidden>Show all</button></p>',...i>0?[`<p>${(0,m.U9)(i,"less urgent finding")} in the JSON report.</p>`]:[],"</section>"]}const xe=[["Severity"],["Rule"],["What"],["Fix"],["Where"]];function T(e){return e==="new"||e==="known"}function K({status:e}){return T(e)?0:e==="excepted"?1:2}function Se(e){const n=L.oC.map(s=>{const i=e.filter(r=>r.severity===s&&T(r.status)).length;return`<label class="chip ${s}"><input type="checkbox" name="severity" value="${s}" checked> ${s} <b>${i}</b></label>`}),t=[...new Set(e.map(({check:s})=>s))].sort(),o=[...new Set(e.map(({status:s})=>s))];return['<form id="filters" role="search" aria-label="Findings" hidden>','<label class="search">Search <input type="search" id="search" placeholder="rule, package, path \u2026" autocomplete="off" spellcheck="false"></label>',Z("check","Check",[["","all checks"],...t.map(s=>[s,s])]),Z("status","Status",[["open","open"],["","all"],...o.map(s=>[s,s])]),'<label class="chip"><input type="checkbox" id="fixable"> has a fix</label>','<button type="reset">Reset</button>',`<fieldset><legend>Severity</legend>${n.join("")}</fieldset>`,'<button type="button" id="layer" class="chip" hidden></button>',"</form>"]}function Z(e,n,t){const o=t.map(([s,i])=>`<option value="${s}">${i}</option>`);return`<label>${n} <select id="${e}">${o.join("")}</select></label>`}function Le(e,n,t,o){const s=(0,b.Z4)(e)?(0,b.L1)(e,n):void 0,i=s?s.fixed:e.fix?.description,r=t.layer(e.subject?.image,e.subject?.layer),a=[e.severity,e.check,e.status,i===void 0?"":"fix",r??""].join(" "),l=s?`<b>${u(s.package,120)}</b> ${u(s.installed??"",80)}${s.summary?`<br>${u(s.summary,160)}`:""}`:u(e.message,500),d=e.status==="new"?"":`<br><span class="dim">${e.status}</span>`,p=s?.exploited?'<br><strong class="critical">exploited</strong>':"",h=[`${M(e.severity)}${d}`,`${je(e,s?.references)}${p}`,l,i===void 0?s?'<span class="dim">none yet</span>':"":u(i,120),Ce(e,t)];return`<tr data-f="${a}"${o?" hidden":""}>${h.map(k=>`<td>${k}</td>`).join("")}</tr>`}function je(e,n){const t=u(e.rule,80),o=n?.map(c.Dy).find(s=>s!==void 0);return o===void 0?t:`<a rel="noreferrer" href="${(0,c.qy)(o)}">${t}</a>`}function Ce(e,n){const{location:t,subject:o}=e,s=o?.path===void 0?"":`<br><span class="dim">${E(o.path)}</span>`;if(!t)return E(o?.path??o?.image??"");const i=`${E(t.path)}:${t.startLine}`,r=n.anchor(t);return`${r===void 0?i:`<a href="#${r}">${i}</a>`}${s}`}const A=128,D=100;function Ie(e,n){if(n.images.length===0)return[];const t=(0,m.$z)(e.filter(({subject:o})=>o?.layer!==void 0),({subject:o})=>n.layer(o?.image,o?.layer)??"");return['<section aria-labelledby="layers">','<h2 id="layers">Layers</h2>',...n.images.flatMap(o=>Oe(o,t,n)),"</section>"]}function Oe(e,n,t){const o=e.layers??[],s=o.reduce((p,{size:h})=>p+h,0),i=o.reduce((p,{size:h})=>Math.max(p,h),1),r=({index:p})=>n.get(t.layer(e.name,p)??"")??[],a=o.reduce((p,h)=>Math.max(p,r(h).length),1),l=o.slice(0,A).map(p=>Pe(p,r(p),e,t,{largest:i,most:a})),d=o.length>A?`, the lowest ${A} shown`:"";return['<table class="layers">',`<caption>${u(e.name,200)} <span class="dim">${o.length} layers${d}, ${W(s)}</span></caption>`,'<thead><tr><th scope="col">Layer</th><th scope="col">Made by</th><th scope="col">Size</th><th scope="col">Findings</th></tr></thead>',"<tbody>",...l.reverse(),"</tbody></table>"]}function Pe(e,n,t,o,{largest:s,most:i}){const{index:r,size:a,location:l,instruction:d}=e,p=l?`${u(l.path,80)}:${l.startLine}`:"",h=o.anchor(l),k=[d??(r===0?"base image":""),h===void 0?p:`<a href="#${h}">${p}</a>`].filter(Et=>Et!==""),F=(0,m.Ot)(n),Ot=o.layer(t.name,r),Pt=F?`<button type="button" class="link" data-layer="${Ot}" aria-label="${F}: show what is in layer ${r}">${F}</button>`:'<span class="dim">none</span>';return`<tr><td>${r}</td><td>${k.join(" ")}</td><td>${Ee(a,s)}<span>${W(a)}</span></td><td>${n.length>0?Me(n,i):""}${Pt}</td></tr>`}function Ee(e,n){const t=e===0?0:Math.max(.7,e/n*D);return _(`<rect class="size" width="${t.toFixed(1)}" height="10"/>`)}function Me(e,n){let t=0;const o=L.oC.flatMap(s=>{const i=e.filter(l=>l.severity===s).length;if(i===0)return[];const r=Math.max(.7,i/n*D),a=`<rect class="${s}" x="${t.toFixed(1)}" width="${r.toFixed(1)}" height="10"/>`;return t+=r,[a]});return _(o.join(""))}function _(e){return`<svg viewBox="0 0 ${D} 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">${e}</svg>`}const Te=3e3,Ae=50;function De(e,n,t){if(e.length===0)return[];const o=(0,m.$z)(n,({subject:l})=>l?.purl??""),s=l=>o.get(l.purl)??[],i=[...e].sort((l,d)=>Re(s(l),s(d))||(0,m.n6)(l.name,d.name)),r=i.slice(0,Te),a=i.length-r.length;return['<section aria-labelledby="packages">','<h2 id="packages">Packages</h2>','<form id="package-filter" role="search" aria-label="Packages" hidden><label class="search">Search <input type="search" id="package-search" placeholder="name, version, type \u2026" autocomplete="off" spellcheck="false"></label></form>','<p id="package-count" role="status"></p>','<table id="package-rows">','<thead><tr><th scope="col">Package</th><th scope="col">Version</th><th scope="col">Type</th><th scope="col">Findings</th><th scope="col">Brought by</th></tr></thead>',"<tbody>",...r.map((l,d)=>Ne(l,s(l),t,d>=Ae)),"</tbody></table>",'<p><button type="button" id="package-more" hidden>Show all</button></p>',...a>0?[`<p>${(0,m.U9)(a,"more package")} in the JSON report.</p>`]:[],"</section>"]}function Re(e,n){const t=i=>i.map(({severity:r})=>r).sort(L.zK)[0],[o,s]=[t(e),t(n)];return o&&s?(0,L.zK)(o,s)||n.length-e.length:+!o-+!s}function Ne(e,n,t,o){const{location:s}=e,i=s?`${u(s.path,80)}:${s.startLine}`:"",r=t.anchor(s),a=[u(e.name,120),u(e.version,80),u(e.type,20),n.length>0?(0,m.Ot)(n):"",r===void 0?i:`<a href="#${r}">${i}</a>`];return`<tr${o?" hidden":""}>${a.map(l=>`<td>${l}</td>`).join("")}</tr>`}const ze=40;function Ue(e,n){const t=[...new Set(e.findings.flatMap(({location:r})=>r?.path??[]))],o=new Map;for(const r of t.sort(m.n6).slice(0,ze)){const a=n?.(r);a!==void 0&&o.set(r,{id:`f${o.size}`,text:a})}const s=e.targets.filter(({layers:r})=>r&&r.length>0),i=new Map(s.map(({name:r},a)=>[r,a]));return{files:o,images:s,anchor:r=>{const a=r&&o.get(r.path);return a&&`${a.id}-${r.startLine}`},layer:(r,a)=>{const l=r===void 0?void 0:i.get(r);return l===void 0||a===void 0?void 0:`${l}-${a}`}}}function Be(e,n){const t=new Map;for(const o of e){if(o.location?.path!==n)continue;const s=o.location.startLine,i=t.get(s);i?i.push(o):t.set(s,[o])}return t}const J=`'use strict';
(() => {
  const $ = (id) => document.getElementById(id);
  const LAID_OUT = 200;

  /** Shows the rows of a table that match, at most so many until all are asked for. */
  const table = (id, count, more, first, noun, matches) => {
    const body = $(id) && $(id).tBodies[0];
    if (!body) return () => {};
    const original = [...body.rows];
    const words = new Map();
    let rows = original;
    let limit = first;
    const text = (row) => {
      if (!words.has(row)) words.set(row, row.textContent.toLowerCase());
      return words.get(row);
    };
    const update = () => {
      let matching = 0;
      const test = matches();
      for (const row of rows) {
        const fits = test(row, text);
        if (fits) matching++;
        row.hidden = !fits || matching > limit;
      }
      const shown = Math.min(matching, limit);
      $(count).textContent = (shown === matching ? '' : shown + ' of ') + matching + ' ' + noun + (matching === 1 ? '' : 's') +
        (matching === rows.length ? '' : ' of ' + rows.length + ' in all');
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
  const refresh = table('rows', 'count', 'more', LAID_OUT, 'finding', () => {
    const severities = new Set([...document.querySelectorAll('input[name=severity]:checked')].map((box) => box.value));
    const words = $('search').value.toLowerCase().split(/\\s+/).filter(Boolean);
    const [check, status, fixable] = [$('check').value, $('status').value, $('fixable').checked];
    return (row, text) => {
      const [s, c, t, f, l] = row.dataset.f.split(' ');
      return severities.has(s) && (!check || c === check) && (!fixable || f === 'fix') && (!layer || l === layer) &&
        (!status || t === status || (status === 'open' && (t === 'new' || t === 'known'))) &&
        words.every((word) => text(row).includes(word));
    };
  });
  const refreshPackages = table('package-rows', 'package-count', 'package-more', 50, 'package', () => {
    const words = $('package-search').value.toLowerCase().split(/\\s+/).filter(Boolean);
    return (row, text) => words.every((word) => text(row).includes(word));
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
  /* A line that is linked to may be in a file that is folded. */
  const unfold = () => {
    const line = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    const file = line && line.closest('details');
    if (file && !file.open) { file.open = true; line.scrollIntoView(); }
  };
  addEventListener('hashchange', unfold);
  unfold();
})();`,Y=400,q=3,Fe=400,Ge=12,R=6;function He(e,n,t){return t.files.size===0?[]:['<section aria-labelledby="files">','<h2 id="files">Files</h2>',...[...t.files].flatMap(([o,{id:s,text:i}])=>{const r=Be(e,o),a=[...r.values()].flat();return[`<details${t.files.size<=4?" open":""}><summary><b>${u(o,200)}</b> <span class="dim">${(0,m.U9)(a.length,"finding")}${a.length>0?`: ${(0,m.Ot)(a)}`:""}</span></summary>`,`<div class="source" role="region" aria-label="${u(o,200)}" tabindex="0">`,...Ve(i,r,s,n),"</div></details>"]}),"</section>"]}function Ve(e,n,t,o){const s=e.replace(/\n$/,"").split(`
`),i=s.length<=Y?void 0:Xe([...n.keys()],s.length);let r=0;return s.flatMap((a,l)=>{const d=l+1;if(i&&!i.has(d))return[];const p=d>r+1?['<div class="gap">\u22EF</div>']:[];r=d;const h=n.get(d)??[],k=h.length>0?`<ul class="notes">${Ze(h,o).join("")}</ul>`:"";return[...p,`<div class="line${h.length>0?" marked":""}" id="${t}-${d}"><span class="number">${d}</span><code>${We(a,h)}</code>${k}</div>`]})}function Xe(e,n){const t=new Set;for(const o of[...e].sort((s,i)=>s-i)){for(let s=Math.max(1,o-q);s<=Math.min(n,o+q);s++)t.add(s);if(t.size>=Y)break}return t}function We(e,n){const t=(0,c.ml)(e.replace(/\r$/,""),Fe),o=new Array(t.length).fill(!1);for(const i of n.filter(r=>!(0,b.Z4)(r))){const{startLine:r,startColumn:a,endLine:l,endColumn:d}=i.location??Ke,p=l===r?d-1:t.length;for(let h=Math.max(0,a-1);h<Math.min(p,t.length);h++)o[h]=!0}let s="";for(let i=0;i<t.length;){let r=i+1;for(;r<t.length&&o[r]===o[i];)r++;const a=(0,c.qy)((0,c.pj)(t.slice(i,r).replaceAll("	","    ")));s+=o[i]?`<mark>${a}</mark>`:a,i=r}return s}const Ke={startLine:1,startColumn:1,endLine:1,endColumn:1};function Ze(e,n){const t=[...e].sort(m.td),o=t.filter(a=>!(0,b.Z4)(a)),s=t.filter(b.Z4),i=o.slice(0,Ge).map(a=>`<li>${M(a.severity)} <span class="rule">${u(a.rule,80)}</span> ${u(a.message,300)}</li>`),r=o.length-i.length;return[...i,...r>0?[`<li class="dim">and ${r} more</li>`]:[],...s[0]?[_e(s[0],s,n)]:[]]}function _e(e,n,t){const o=(0,m.$z)(n,r=>{const{package:a,installed:l}=(0,b.L1)(r,t);return`${a} ${l??""}`.trim()}),s=[...o.keys()].slice(0,R).map(r=>u(r,80)),i=o.size>R?` and ${o.size-R} more`:"";return`<li>${M(e.severity)} ${(0,m.U9)(n.length,"vulnerability","vulnerabilities")} in ${s.join(", ")}${i}</li>`}const Je=`
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
`,"");var Ye=f(52930),N=f(24927);const qe={id:"html",description:"one self-contained web page",render:Qe};function Qe(e,n){const t=(0,b.DT)(e),o=Ue(e,n.source),s=(0,m.ho)(e.findings),i=u((0,N.Pl)(e,n),400);return`${["<!doctype html>",'<html lang="en">',"<head>",'<meta charset="utf-8">',`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '${et}'; base-uri 'none'; form-action 'none'">`,'<meta name="viewport" content="width=device-width, initial-scale=1">','<meta name="color-scheme" content="light dark">',`<title>${i}</title>`,`<style>${Je}</style>`,"<noscript><style>tr[hidden]{display:table-row}</style></noscript>","</head>","<body>",'<a class="skip" href="#findings">Skip to the findings</a>',...tt(e,n),"<main>",...ot(e),...Ie(s,o),...ke(e.findings,t,o),...He(s,t,o),...De(e.packages,s,o),...j("The policy of this change",e.policyChange??[]),...j("Silenced by comments",(e.silenced??[]).map(r=>`${r.rule} (${r.severity}) by the comment in ${(0,Ye._)(r)}`)),...j("Could not be checked",e.incomplete.map(r=>`${r.check} of ${r.target}: ${r.reason}`)),...j("Notes",e.notes.map(r=>r.target?`${r.target}: ${r.message}`:r.message)),"</main>",...st(e,n),`<script>${J}<\/script>`,"</body>","</html>"].join(`
`)}
`}const et=`sha256-${(0,v.createHash)("sha256").update(J).digest("base64")}`;function tt(e,n){const{outcome:t}=e.verdict,o=(0,m.ho)(e.findings),s=(0,N.NB)(e).join("; "),i=e.targets.filter(({kind:d})=>d==="image"||d==="sbom"),r=new Map((i.length>0?i:e.targets).map(d=>[d.name,d])),a=[...r.values()].slice(0,5).map(d=>`<span>${u(d.name,120)}${d.platform?` <span class="dim">${u(d.platform,40)}</span>`:""}</span>`),l=r.size-a.length;return[`<header class="${t}">`,'<p class="what">Container check</p>',`<h1>${nt[t]}</h1>`,...s===""?[]:[`<p>${u(s,400)}</p>`],`<p class="facts">${[`<span>${o.length===0?"no findings":`${(0,m.U9)(o.length,"finding")}: ${(0,m.Ot)(o)}`}</span>`,...a,...l>0?[`<span>and ${l} more</span>`]:[],...n.baseline?[`<span>against ${u(n.baseline,80)}</span>`]:[]].join("")}</p>`,"</header>"]}const nt={pass:"Passed",fail:"Failed",incomplete:"Incomplete"};function ot(e){const n=(0,N.Wi)((0,m.ho)(e.findings));if(!n)return[];const t=n.at?` in <b>${u(n.at.path,120)}:${n.at.startLine}</b>`:"";return['<section class="action" aria-labelledby="action">','<h2 id="action">Do this first</h2>',`<p><b>${u(n.words,200)}</b>${t} <span class="dim">removes ${n.removes}</span></p>`,"</section>"]}function j(e,n){if(n.length===0)return[];const t=n.slice(0,500).map(o=>`<li>${u(o,2e3)}</li>`);return["<section>",`<h2>${e}</h2>`,"<ul>",...t,"</ul>","</section>"]}function st(e,n){return[`<footer>${[`portside ${u(e.tool.version,40)}`,n.ended.toISOString().slice(0,16).replace("T"," ").concat(" UTC"),...n.policy?[`policy ${u(n.policy,120)}`]:[],...n.advisories?[`advisories ${u(n.advisories,60)}`]:[]].join(" \xB7 ")}</footer>`]}const z="https://github.com/OWNER/portside";function Q(e,n,t){const o=e.targets.filter(rt);return`${o.map(i=>{const{name:r,digest:a}=i,l=a.indexOf(":"),d={_type:"https://in-toto.io/Statement/v1",subject:[{name:r,digest:{[a.slice(0,l)]:a.slice(l+1)}}],predicateType:n,predicate:t(i)};return(0,c.Pq)(d,o.length===1?2:void 0)}).join(`
`)}
`}function rt(e){return e.kind==="image"&&e.digest!==void 0}const it={id:"in-toto-vsa",description:"a SLSA verification summary of each image, an in-toto statement to sign",render:(e,n)=>Q(e,"https://slsa.dev/verification_summary/v1",t=>at(t,e,n))};function at(e,n,t){const o=n.verdict.outcome==="pass",{buildLevel:s}=e,i=s===void 0?[]:[`SLSA_BUILD_LEVEL_${s}`];return{verifier:{id:z,version:{portside:n.tool.version}},timeVerified:t.ended.toISOString(),resourceUri:lt(e),policy:{uri:ct(t)},verificationResult:o?"PASSED":"FAILED",verifiedLevels:o?i:["FAILED"],slsaVersion:"1.0"}}function ct({policy:e,repository:n}){if(e===void 0)return`${z}/blob/main/docs/policy.md`;const t=e.split("@")[0]??e;return n?.commit===void 0?t:`${n.server}/${n.name}/blob/${n.commit}/${t}`}function lt({name:e,digest:n}){const t=e.split("@")[0]??e,o=t.slice(t.lastIndexOf("/")+1).split(":")[0]??t,s=t.slice(0,t.lastIndexOf("/")+1)+o;return`pkg:oci/${U(o)}@${U(n)}?repository_url=${U(s)}`}function U(e){return encodeURIComponent(e.replace(new RegExp("\\p{Cs}","gu"),"?"))}const dt={id:"in-toto-vuln",description:"the vulnerabilities of each image, an in-toto statement to sign",render:(e,n)=>Q(e,"https://in-toto.io/attestation/vulns/v0.2",t=>mt(t,e,n))};function mt({name:e},n,{started:t,ended:o,advisories:s}){const i=n.findings.filter(({check:r,status:a,subject:l})=>r==="vulnerability"&&a!=="fixed"&&(l?.image===void 0||l.image===e));return{scanner:{uri:z,version:n.tool.version,db:s===void 0?{}:{lastUpdate:s},result:i.map(ut)},metadata:{scanStartedOn:t.toISOString(),scanFinishedOn:o.toISOString()}}}function ut({rule:e,severity:n,subject:t,status:o,details:s}){const i=pt(s?.cvss),{purl:r,path:a}=t??{};return{id:e,severity:[{method:"portside",score:n},...i===void 0?[]:[{method:"cvss",score:i}]],annotations:[{...r?{purl:r}:{},...a?{path:a}:{},status:o}]}}function pt(e){const n=typeof e=="object"&&e!==null&&"score"in e?e.score:e;return typeof n=="number"||typeof n=="string"?String(n):void 0}var ht=f(3493);const ft={id:"junit",description:"JUnit XML for CI servers",render:gt};function gt(e,n){const t=e.findings.filter(d=>d.status!=="fixed"),o=(0,m.$z)(t,bt);for(const d of e.targets)o.has(d.name)||o.set(d.name,[]);const s=Math.max(0,(n.ended.getTime()-n.started.getTime())/1e3),i=[...o].map(([d,p])=>$t(d,p,n)),r=t.filter(d=>d.status!=="excepted").length,a=e.incomplete.length>0?[vt(e,n)]:[];return['<?xml version="1.0" encoding="UTF-8"?>',`<testsuites name="portside" tests="${t.length+e.incomplete.length+[...o.values()].filter(d=>d.length===0).length}" failures="${r}" errors="${e.incomplete.length}" time="${s}">`,...i,...a,"</testsuites>",""].join(`
`)}function bt(e){return e.subject?.image??e.location?.path??e.check}function $t(e,n,t){const o=n.filter(r=>r.status==="excepted").length,s=w(e,1e3),i=n.length===0?[`    <testcase name="no findings" classname="${s}"/>`]:n.map(r=>yt(r,s));return[`  <testsuite name="${s}" tests="${Math.max(n.length,1)}" failures="${n.length-o}" errors="0" skipped="${o}" timestamp="${ee(t)}">`,...i,"  </testsuite>"].join(`
`)}function yt(e,n){const t=e.location,o=t?` ${t.path}:${t.startLine}`:"",s=e.subject?.purl??e.subject?.path??"",i=w(`${e.rule}${o}${s?` ${s}`:""}`,1e3),r=w(e.message,4e3),a=t?`${t.path}:${t.startLine}:${t.startColumn}: `:"",l=e.status==="excepted"?'<skipped message="excepted by the policy"/>':`<failure type="${e.severity}" message="${r}">${w(a,1e3)}${r}</failure>`;return`    <testcase name="${i}" classname="${n}">${l}</testcase>`}function vt(e,n){const t=e.incomplete.length;return[`  <testsuite name="could not be checked" tests="${t}" failures="0" errors="${t}" skipped="0" timestamp="${ee(n)}">`,...e.incomplete.map(o=>`    <testcase name="${o.check}" classname="${w(o.target,1e3)}"><error type="incomplete" message="${w(o.reason,4e3)}"/></testcase>`),"  </testsuite>"].join(`
`)}function ee(e){return e.started.toISOString().slice(0,19)}function w(e,n){return(0,c.qy)((0,c.ml)(e,n))}var wt=f(13705),kt=f(81416);const xt={id:"spdx",description:"SPDX 2.3 SBOM",render:St};function St(e,n){const t=G(e),o=(0,c.pj)(t?.name??n.repository?.name??"repository"),s=`${n.ended.toISOString().slice(0,19)}Z`,i=`Tool: portside-${e.tool.version}`,r=new jt,a=e.packages.map((p,h)=>Lt(p,h,r,s,i)),l=H(s,o,JSON.stringify(a)),d=r.extracted();return`${(0,c.Pq)({spdxVersion:"SPDX-2.3",dataLicense:"CC0-1.0",SPDXID:"SPDXRef-DOCUMENT",name:o,documentNamespace:`https://spdx.org/spdxdocs/portside-${l}`,creationInfo:{created:s,creators:[i]},documentDescribes:[B],packages:[{SPDXID:B,name:o,...t?.digest?{versionInfo:(0,c.pj)(t.digest)}:{},downloadLocation:"NOASSERTION",filesAnalyzed:!1,primaryPackagePurpose:t?.kind==="image"?"CONTAINER":"APPLICATION"},...a],...d.length>0?{hasExtractedLicensingInfos:d}:{},relationships:a.map(p=>({spdxElementId:B,relationshipType:"CONTAINS",relatedSpdxElement:p.SPDXID}))},2)}
`}const B="SPDXRef-Subject";function Lt(e,n,t,o,s){const i=V(e).map(({name:a,value:l})=>`${a}=${l}`),r=e.paths.slice(0,100).map(c.pj).join(", ");return{SPDXID:`SPDXRef-Package-${n}`,name:(0,c.pj)(e.name),versionInfo:(0,c.pj)(e.version),downloadLocation:"NOASSERTION",filesAnalyzed:!1,licenseConcluded:"NOASSERTION",licenseDeclared:t.declare(e.license),copyrightText:"NOASSERTION",...r===""?{}:{sourceInfo:`found in ${r}`},externalRefs:[{referenceCategory:"PACKAGE-MANAGER",referenceType:"purl",referenceLocator:(0,c.pj)(e.purl)}],...i.length>0?{annotations:i.map(a=>({annotationDate:o,annotationType:"OTHER",annotator:s,comment:a}))}:{}}}class jt{#e=new Map;declare(n){if(!n)return"NOASSERTION";if(X(n))return n;const t=this.#e.get(n);if(t!==void 0)return t;const o=`LicenseRef-portside-${this.#e.size+1}`;return this.#e.set(n,o),o}extracted(){return[...this.#e].map(([n,t])=>({licenseId:t,name:(0,c.pj)(n),extractedText:(0,c.pj)(n)}))}}var Ct=f(33551);const It=new Map([Ct.Q,ht.P,kt.Is,wt.wD,qe,ft,pe,$,x,me.Ib,oe,xt,it,dt].map(e=>[e.id,e]))})};export{Mt as id,Tt as ids,At as modules};
