const un=2937,mn=[2937],pn={52937:((dn,pe,f)=>{f.d(pe,{FORMATS:()=>an});var w=f(29892),d=f(46548),b=f(854),g=f(70326);const fe={id:"checkstyle",description:"Checkstyle XML for editors and review bots",render:he};function he(e){const t=[...(0,b.lb)(e.findings).filter(o=>o.location!==void 0).sort(b.wp).map(o=>({path:o.location?.path??"",xml:ge(o)})),...(0,g.$q)(e).map(o=>({path:o.gap.target,xml:$e(o)}))];return['<?xml version="1.0" encoding="UTF-8"?>','<checkstyle version="4.3">',...[...(0,w.$)(t,({path:o})=>o)].flatMap(([o,i])=>[`  <file name="${(0,d.ZD)(o)}">`,...i.map(({xml:a})=>a),"  </file>"]),"</checkstyle>",""].join(`
`)}function ge(e){const{startLine:n=1,startColumn:t=1}=e.location??{},s=(0,d.ZD)((0,d.ml)(e.message,4e3)),o=(0,d.ZD)((0,d.ml)(`portside.${e.check}.${e.rule}`,500));return`    <error line="${n}" column="${t}" severity="${be[e.severity]}" message="${s}" source="${o}"/>`}function $e({gap:e,isError:n,text:t}){return`    <error line="1" column="1" severity="${n?"error":"info"}" message="${(0,d.ZD)(t)}" source="portside.${e.check}.not-checked"/>`}const be={critical:"error",high:"error",medium:"warning",low:"info",info:"info"};var K=f(75527);const ve={id:"code-quality",description:"Code Climate JSON for GitLab\u2019s code quality widget",render:ye};function ye(e){const n=(0,b.lb)(e.findings).sort(b.wp).flatMap(t=>{const s=(0,d.Bd)(t.location?.path??"");if(!t.location||s===void 0)return[];const{startLine:o,endLine:i}=t.location;return{type:"issue",check_name:(0,d.aj)(t.rule),categories:[t.check==="lint"?"Style":"Security"],description:`${(0,d.aj)(t.rule)}: ${(0,d.ml)((0,d.aj)(t.message),1e3)}`,fingerprint:t.fingerprint,severity:P[t.severity],location:{path:(0,d.aj)(s),lines:{begin:o,end:Math.max(o,i)}}}});return`${(0,d.aB)([...n,...(0,g.$q)(e).map(we)],2)}
`}function we({gap:e,isError:n,text:t}){return{type:"issue",check_name:"not-checked",categories:["Security"],description:(0,d.ml)(t,1e3),fingerprint:(0,K.Rj)("not-checked",e.check,(0,g.mx)(e)),severity:n?P.high:P.info,location:{path:(0,d.aj)((0,d.Bd)(e.target)??"Dockerfile"),lines:{begin:1,end:1}}}}const P={critical:"blocker",high:"critical",medium:"major",low:"minor",info:"info"};var M=f(30917),C=f(56479),W=f(77598);function Z(e){const n=e.targets.filter(t=>t.kind==="image"||t.kind==="sbom");return n.length===1?n[0]:void 0}function J(...e){const n=(0,W.createHash)("sha256");for(const s of e)n.update(`${s.length}:${s}`);const t=n.digest("hex");return`${t.slice(0,8)}-${t.slice(8,12)}-8${t.slice(13,16)}-a${t.slice(17,20)}-${t.slice(20,32)}`}function Y(e){const{layer:n,location:t,source:s,module:o,ownedBy:i,evidence:a,platforms:c}=e,r=[],l=(u,p)=>{p&&r.push({name:`portside:${u}`,value:(0,d.aj)(p)})};return l("layer:index",n&&String(n.index)),l("layer:diffID",n?.diffID),l("dockerfile",t&&`${t.path}:${t.startLine}`),l("source",s&&[s.name,s.version??""].join(" ").trim()),l("module",o),l("ownedBy",i),l("evidence",a),l("platforms",c?.join(",")),r}function Q(e){if(e.length>500)return!1;const n=e.replace(/[()]/g," $& ").trim().split(/\s+/);let t=!0,s=0;for(const o of n){if(t&&o==="(")s++;else if(!t&&o===")")s--;else if(t&&Se.has(o))t=!1;else if(!t&&(o==="AND"||o==="OR"))t=!0;else return!1;if(s<0)return!1}return!t&&s===0}const Se=new Set(`0BSD AFL-2.1 AGPL-3.0-only AGPL-3.0-or-later Apache-1.1 Apache-2.0 Artistic-1.0-Perl Artistic-2.0 BSD-2-Clause
  BSD-3-Clause BSD-4-Clause BSL-1.0 BlueOak-1.0.0 CC-BY-3.0 CC-BY-4.0 CC0-1.0 CDDL-1.0 CDDL-1.1 curl EPL-1.0 EPL-2.0
  EUPL-1.2 GFDL-1.3-or-later GPL-1.0-or-later GPL-2.0 GPL-2.0-only GPL-2.0-or-later GPL-3.0 GPL-3.0-only
  GPL-3.0-or-later HPND ICU IJG ISC LGPL-2.0-only LGPL-2.0-or-later LGPL-2.1 LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0
  LGPL-3.0-only LGPL-3.0-or-later Libpng MIT MIT-0 MPL-1.1 MPL-2.0 MS-PL NCSA OFL-1.1 OpenSSL PSF-2.0 Python-2.0 Ruby
  SISSL TCL Unicode-3.0 Unicode-DFS-2016 Unlicense UPL-1.0 Vim W3C WTFPL X11 Zlib ZPL-2.1 zlib-acknowledgement
  bzip2-1.0.6 blessing`.split(/\s+/));var v=f(46055);const xe={id:"cyclonedx",description:"CycloneDX 1.6 SBOM",render:ke};function ke(e,n){const t=Le(e.packages),s=e.packages.map(r=>Ce(r,t.get(r)??r.purl)),o=Z(e),i=n.ended.toISOString(),a=(0,g.$q)(e),c=je(e,t);return`${(0,d.aB)({$schema:"http://cyclonedx.org/schema/bom-1.6.schema.json",bomFormat:"CycloneDX",specVersion:"1.6",serialNumber:`urn:uuid:${J(i,o?.name??"",JSON.stringify(s))}`,version:1,metadata:{timestamp:i,tools:{components:[{type:"application",name:"portside",version:e.tool.version}]},component:{"bom-ref":q,type:o?.kind==="image"?"container":"application",name:(0,d.aj)(o?.name??n.repository?.name??"repository"),version:o?.digest?(0,d.aj)(o.digest):void 0,properties:o?.platform?[{name:"portside:platform",value:(0,d.aj)(o.platform)}]:void 0},properties:a.length>0?a.map(({text:r})=>({name:"portside:not-checked",value:r})):void 0},components:s,compositions:a.some(({gap:r})=>r.check==="vulnerability")?[{aggregate:"incomplete",assemblies:[q]}]:void 0,vulnerabilities:c.length>0||(0,g.$_)(e,"vulnerability")?c:void 0},2)}
`}const q="portside:subject";function Le(e){const n=new Map;return new Map(e.map(t=>{const s=(n.get(t.purl)??0)+1;return n.set(t.purl,s),[t,s===1?t.purl:`${t.purl}#${s}`]}))}function Ce(e,n){const t=Y(e);return{"bom-ref":n,type:"library",name:(0,d.aj)(e.name),version:(0,d.aj)(e.version),licenses:e.license?Ie(e.license):void 0,purl:e.purl,properties:t.length>0?t:void 0,evidence:e.paths.length>0?{occurrences:e.paths.map(s=>({location:(0,d.aj)(s)}))}:void 0}}function Ie(e){return Q(e)?[{expression:e}]:[{license:{name:(0,d.aj)(e)}}]}function je(e,n){const t=(0,v.Ss)(e),s=(0,w.$)(n,([a])=>a.purl),{notAffected:o}=(0,C.pe)((0,b.zC)(e.findings,"excepted"));return[...(0,w.$)((0,b.lb)(e.findings).filter(v.C9),a=>a.rule),...(0,w.$)(o,a=>a.rule)].map(([a,c])=>({id:(0,d.aj)(a),ratings:c.slice(0,1).map(r=>Pe(r,t)),description:(0,d.aj)(Ee(a,t,c[0])),recommendation:[...new Set(c.map(r=>Me(r,t)))].join(" "),affects:[...new Set(c.flatMap(r=>(0,M.f)(r)))].flatMap(r=>(s.get(r)??[]).map(([,l])=>({ref:l}))),analysis:Ae(c)}))}function Ae(e){if(!e.every(C.UK))return;const n=new Set(e.flatMap(({exception:s})=>s?.reason??[]));return{state:"not_affected",justification:"code_not_present",detail:(0,d.aj)([...n].join("; "))}}function Ee(e,n,t){return t?(0,v._w)(t,n).summary??t.message:e}function Pe(e,n){const{score:t,vector:s}=(0,v._w)(e,n),o=/^CVSS:(3\.0|3\.1|4\.0)\//.exec(s??"")?.[1];return{severity:e.severity,score:t,method:o&&`CVSSv${o.replace(".0","").replace(".","")}`,vector:o&&s?(0,d.aj)(s):void 0}}function Me(e,n){return(0,d.aj)((0,v.dz)((0,v._w)(e,n)))}var Oe=f(83396),Te=f(11171);const Ne={id:"gitlab",description:"GitLab container scanning report 15.2.1",render:De},I={name:255,description:1e5,solution:7e3,image:255};function De(e,n){const t=(0,v.Ss)(e),s={id:"portside",name:"Portside",version:e.tool.version,vendor:{name:"Portside"}},o=!(0,g.dc)(e).open.some(({check:i})=>i==="vulnerability")&&e.targets.every(({kind:i,name:a})=>i!=="image"&&i!=="sbom"||(0,g.$_)(e,"vulnerability",a));return`${(0,d.aB)({version:"15.2.1",scan:{analyzer:s,scanner:s,type:"container_scanning",start_time:n.started.toISOString().slice(0,19),end_time:n.ended.toISOString().slice(0,19),status:o?"success":"failure",messages:(0,g.$q)(e).map(({isError:i,text:a})=>({level:i?"warn":"info",value:a}))},vulnerabilities:(0,b.lb)(e.findings).filter(v.C9).sort(b.Yj).map(i=>Re(i,e,t))},2)}
`}function Re(e,n,t){const s=(0,v._w)(e,t),o=(0,d.aj)(e.subject?.image??n.targets[0]?.name??"")||"image",i=s.vector!==void 0&&Fe.test(s.vector)?s.vector:void 0,a=s.references.map(d.aj).filter(c=>/^https?:\/\/\S+$/.test(c));return{id:e.fingerprint,name:(0,d.ml)((0,d.aj)(e.rule),I.name),description:(0,d.ml)((0,d.aj)(s.summary??e.message),I.description),severity:Ue[e.severity],solution:s.fixed&&(0,d.ml)((0,d.aj)(`Update ${s.package} to ${s.fixed} or later.`),I.solution),identifiers:[e.rule,...new Set(s.aliases)].map(Be),links:a.length>0?a.map(c=>({url:c})):void 0,cvss_vectors:i&&[{vendor:"unknown",vector:i}],location:{dependency:{package:{name:(0,d.aj)(s.package)},version:(0,d.aj)(s.installed??"")},operating_system:ze(e),image:o,default_branch_image:(0,d.ml)((0,K.tO)(o),I.image)}}}function Be(e){const n=(0,d.aj)(e)||"unknown";return{type:/^[A-Za-z]+(?=-)/.exec(n)?.[0].toLowerCase()??"portside",name:n,value:n}}function ze(e){const n=(0,Te.r5)(e.subject?.purl??"")?.qualifiers.get("distro");return n===void 0?"unknown":(0,d.aj)(n)}const Fe=/^CVSS:3\.[01](?:\/(?:AV:[NALP]|AC:[LH]|PR:[NLH]|UI:[NR]|S:[UC]|[CIA]:[NLH])){8}$/,Ue={critical:"Critical",high:"High",medium:"Medium",low:"Low",info:"Info"};var Ge=f(27989),x=f(79112),O=f(85800),_=f(95259),ee=f(58335),Xe=f(66032),te=f(34928),ne=f(55082),T=f(95278),j=f(60432),Ve=f(3504),A=f(94018);function m(e,n=300){return(0,d.ZD)((0,d.ml)(e,n))}function N(e){return m(e,160).replaceAll("/","/<wbr>")}function D(e){return`<span class="s ${e}">${e}</span>`}function se(e){const n=["B","kB","MB","GB","TB"];let t=0,s=e;for(;s>=999.5&&t<n.length-1;)s/=1e3,t++;return`${s>=10||t===0?Math.round(s):s.toFixed(1)} ${n[t]}`}const He=200,Ke=1e4;function We(e,n,t,s){const{findings:o}=e;if(o.length===0)return['<section><h2 id="findings">Findings</h2><p>None.</p></section>'];const{bases:i}=(0,A.S_)((0,b.lb)(o)),a=new Set(i.flatMap(h=>h.findings)),c=h=>Number(a.has(h))+2*Ye(h),r=[...o].sort((h,y)=>c(h)-c(y)||(0,b.Yj)(h,y)),l=r.slice(0,Ke),u=r.length-l.length,p=l.map((h,y)=>{const k=y>=He||!R(h.status);return qe(h,t,s,{hidden:k,folded:a.has(h)})});return['<section aria-labelledby="findings">','<h2 id="findings">Findings</h2>',...Ze(e,n.baseline!==void 0,i),...Qe(o,i.length>0),'<p id="count" role="status"></p>','<table id="rows">',`<thead><tr>${Je.map(h=>`<th scope="col">${h}</th>`).join("")}</tr></thead>`,"<tbody>",...p,"</tbody></table>",'<p><button type="button" id="more" hidden>Show all</button></p>',...u>0?[`<p>${(0,x.td)(u,"less urgent finding")} in the JSON report.</p>`]:[],"</section>"]}const oe=20;function Ze(e,n,t){const s=(0,A.jv)(e).slice(0,oe).map(i=>{const a=(0,A.Bo)(i,n,c=>(0,d.ml)(c,120));return`<p class="origins"><b>${m(i.image,120)}</b>: ${m(a,1500)}</p>`}),o=t.slice(0,oe).map(({findings:i,name:a,summary:c})=>{const r=a===void 0?"":` ${m(a,120)}`;return`<p class="origins"><button type="button" class="link" data-origin="base-image">${`${i.length} from the base image${r}: ${m(c,300)}`}</button></p>`});return[...s,...o]}const Je=["Severity","ID","Description","Fix","Location"];function R(e){return e==="new"||e==="existing"}function Ye({status:e}){return R(e)?0:e==="excepted"?1:2}const ie={new:"new",existing:"existing",fixed:"fixed",excepted:"suppressed"};function Qe(e,n){const t=j.oC.map(i=>{const a=e.filter(c=>c.severity===i&&R(c.status)).length;return`<label class="chip ${i}"><input type="checkbox" name="severity" value="${i}" checked> ${i} <b>${a}</b></label>`}),s=[...new Set(e.map(({check:i})=>i))].sort(),o=[...new Set(e.map(({status:i})=>i))];return['<form id="filters" role="search" aria-label="Findings" hidden>','<label class="search">Search <input type="search" id="search" placeholder="rule, package, path \u2026" autocomplete="off" spellcheck="false"></label>',B("check","Check",[["","all checks"],...s.map(i=>[i,ne.c[i]])]),B("status","Status",[["open","open"],["","all"],...o.map(i=>[i,ie[i]])]),B("origin","Origin",[...n?[["rest","without base images"]]:[],["","all"],["own-layer","own lines"],["builder-stage","builder stages"],["base-image","base images"]]),'<label class="chip"><input type="checkbox" id="fixable"> has a fix</label>','<button type="reset">Reset</button>',`<fieldset><legend>Severity</legend>${t.join("")}</fieldset>`,'<button type="button" id="layer" class="chip" hidden></button>',"</form>"]}function B(e,n,t){const s=t.map(([o,i])=>`<option value="${o}">${i}</option>`);return`<label>${n} <select id="${e}">${s.join("")}</select></label>`}function qe(e,n,t,{hidden:s,folded:o}){const{severity:i,check:a,status:c,subject:r}=e,l=(0,v.C9)(e)?(0,v._w)(e,n):void 0,u=l?l.fixed:e.fix?.description,p=t.layerKey(r?.image,r?.layer)??"",h=o?"folded":(0,T.yv)(e)?.kind??"",y=[i,a,c,u===void 0?"":"fix",p,h].join(" "),k=l?`<span class="dim">${a==="malware"?"remove it":l.willNotFix?"will not be fixed":"none yet"}</span>`:"",$=(0,C.UK)(e)?"not affected":ie[c],H=c==="new"?"":`<br><span class="dim">${$}</span>`,rn=l?.exploited?'<br><strong class="critical">exploited</strong>':"",cn=[`${D(i)}${H}`,`${et(e,l?.references)}${rn}`,l&&!(0,C.UK)(e)?_e(l,t.places(e)):m(`${e.message}${(0,Ve.d)(e)}`,500),u===void 0?k:m(u,120),tt(e,t)];return`<tr data-f="${y}"${s?" hidden":""}>${cn.map(ln=>`<td>${ln}</td>`).join("")}</tr>`}function _e(e,n){const t=e.summary?`<br>${m(e.summary,160)}`:"";return`<b>${m(e.package,120)}</b> ${m(e.installed??"",80)}${m(n,200)}${t}`}function et(e,n){const t=m(e.rule,80),s=n?.map(d.tT).find(o=>o!==void 0);return s===void 0?t:`<a rel="noreferrer" href="${(0,d.ZD)(s)}">${t}</a>`}function tt(e,n){const{location:t,subject:s}=e,o=(0,T.yv)(e),i=o===void 0||o.kind==="own-layer"?"":`<br><span class="dim">from ${m((0,A.AN)(o,"",l=>l),160)}</span>`;if(!t)return`${N(s?.path??s?.image??"")}${i}`;const a=s?.path===void 0?"":`<br><span class="dim">${N(s.path)}</span>`,c=`${N(t.path)}:${t.startLine}`,r=n.lineAnchor(t);return`${r===void 0?c:`<a href="#${r}">${c}</a>`}${i}${a}`}const z=128,F=100;function nt(e,n){if(n.images.length===0)return[];const t=(0,w.$)(e.filter(({subject:s})=>s?.layer!==void 0),({subject:s})=>n.layerKey(s?.image,s?.layer)??"");return['<section aria-labelledby="layers">','<h2 id="layers">Layers</h2>',...n.images.flatMap(s=>st(s,t,n)),"</section>"]}function st(e,n,t){const s=(e.layers??[]).map(r=>{const l=t.layerKey(e.name,r.index)??"";return{...r,key:l,findings:n.get(l)??[]}}),o=s.reduce((r,{size:l})=>r+l,0),i={size:s.reduce((r,{size:l})=>Math.max(r,l),1),findings:s.reduce((r,{findings:l})=>Math.max(r,l.length),1)},a=s.slice(0,z).map(r=>ot(r,i,t)),c=s.length>z?` (lowest ${z} shown)`:"";return['<table class="layers">',`<caption>${m(e.name,200)} <span class="dim">${s.length} layers${c}, ${se(o)}</span></caption>`,'<thead><tr><th scope="col">Layer</th><th scope="col">Instruction</th><th scope="col">Size</th><th scope="col">Findings</th></tr></thead>',"<tbody>",...a.reverse(),"</tbody></table>"]}function ot(e,n,t){const{index:s,size:o,location:i,instruction:a,key:c,findings:r}=e,l=i?`${m(i.path,80)}:${i.startLine}`:"",u=t.lineAnchor(i),p=[a??(s===0?"base image":""),u===void 0?l:`<a href="#${u}">${l}</a>`].filter($=>$!==""),h=(0,b.lc)(r),y=h?`<button type="button" class="link" data-layer="${c}" aria-label="${h}: show the findings in layer ${s}">${h}</button>`:'<span class="dim">none</span>';return`<tr>${[String(s),p.join(" "),`${it(o,n.size)}<span>${se(o)}</span>`,`${r.length>0?at(r,n.findings):""}${y}`].map($=>`<td>${$}</td>`).join("")}</tr>`}function it(e,n){const t=e===0?0:Math.max(.7,e/n*F);return ae(`<rect class="size" width="${t.toFixed(1)}" height="10"/>`)}function at(e,n){let t=0;const s=j.oC.flatMap(o=>{const i=e.filter(r=>r.severity===o).length;if(i===0)return[];const a=Math.max(.7,i/n*F),c=`<rect class="${o}" x="${t.toFixed(1)}" width="${a.toFixed(1)}" height="10"/>`;return t+=a,[c]});return ae(s.join(""))}function ae(e){return`<svg viewBox="0 0 ${F} 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">${e}</svg>`}const rt=3e3,ct=50;function lt(e,n,t){if(e.length===0)return[];const s=(0,w.$)(n.flatMap(r=>(0,M.f)(r).map(l=>({purl:l,finding:r}))),({purl:r})=>r),o=({purl:r})=>(s.get(r)??[]).map(({finding:l})=>l),i=[...e].sort((r,l)=>dt(o(r),o(l))||(0,x.n6)(r.name,l.name)),a=i.slice(0,rt),c=i.length-a.length;return['<section aria-labelledby="packages">','<h2 id="packages">Packages</h2>','<form id="package-filter" role="search" aria-label="Packages" hidden><label class="search">Search <input type="search" id="package-search" placeholder="name, version, type \u2026" autocomplete="off" spellcheck="false"></label></form>','<p id="package-count" role="status"></p>','<table id="package-rows">','<thead><tr><th scope="col">Package</th><th scope="col">Version</th><th scope="col">Type</th><th scope="col">Findings</th><th scope="col">Location</th></tr></thead>',"<tbody>",...a.map((r,l)=>ut(r,o(r),t,l>=ct)),"</tbody></table>",'<p><button type="button" id="package-more" hidden>Show all</button></p>',...c>0?[`<p>${(0,x.td)(c,"more package")} in the JSON report.</p>`]:[],"</section>"]}function dt(e,n){const t=i=>i.map(({severity:a})=>a).sort(j.zK)[0],[s,o]=[t(e),t(n)];return s&&o?(0,j.zK)(s,o)||n.length-e.length:+!s-+!o}function ut({name:e,version:n,type:t,location:s},o,i,a){const c=s?`${m(s.path,80)}:${s.startLine}`:"",r=i.lineAnchor(s),l=[m(e,120),m(n,80),m(t,20),(0,b.lc)(o),r===void 0?c:`<a href="#${r}">${c}</a>`];return`<tr${a?" hidden":""}>${l.map(u=>`<td>${u}</td>`).join("")}</tr>`}const mt=40;function pt(e,n){const t=[...new Set(e.findings.flatMap(({location:a})=>a?.path??[]))],s=new Map;for(const a of t.sort(x.n6).slice(0,mt)){const c=n?.(a);c!==void 0&&s.set(a,{id:`f${s.size}`,text:c})}const o=e.targets.filter(({layers:a})=>a&&a.length>0),i=new Map(o.map(({name:a},c)=>[a,c]));return{files:s,images:o,places:(0,_.g)(e),lineAnchor:a=>{const c=a&&s.get(a.path);return c&&`${c.id}-${a.startLine}`},layerKey:(a,c)=>{const r=a===void 0?void 0:i.get(a);return r===void 0||c===void 0?void 0:`${r}-${c}`}}}const re=`'use strict';
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
    const origin = $('origin').value;
    const isFrom = (o) => !origin || (origin === 'rest' ? o !== 'folded' : o === origin || (origin === 'base-image' && o === 'folded'));
    return (row, text) => {
      const [s, c, t, f, l, o] = row.dataset.f.split(' ');
      return severities.has(s) && (!check || c === check) && (!fixable || f === 'fix') && (!layer || l === layer) && isFrom(o) &&
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
    if (key) $('origin').value = '';
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
    } else if (event.target.dataset.origin) {
      showLayer('');
      $('origin').value = event.target.dataset.origin;
      refresh();
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
})();`,ce=400,le=3,ft=400,ht=12,U=6;function gt(e,n,t){if(t.files.size===0)return[];const s=(0,w.$)(e,({location:o})=>o?.path??"");return['<section aria-labelledby="files">','<h2 id="files">Files</h2>',...[...t.files].flatMap(([o,{id:i,text:a}])=>{const c=s.get(o)??[],r=c.length>0?`: ${(0,b.lc)(c)}`:"";return[`<details${t.files.size<=4?" open":""}><summary><b>${m(o,200)}</b> <span class="dim">${(0,x.td)(c.length,"finding")}${r}</span></summary>`,`<div class="source" role="region" aria-label="${m(o,200)}" tabindex="0">`,...$t(a,c,i,n),"</div></details>"]}),"</section>"]}function $t(e,n,t,s){const o=e.replace(/\n$/,"").split(`
`),i=(0,w.$)(n,({location:l})=>String(l?.startLine)),a=n.flatMap(({location:l})=>l?.startLine??[]),c=o.length<=ce?void 0:bt(a,o.length);let r=0;return o.flatMap((l,u)=>{const p=u+1;if(c&&!c.has(p))return[];const h=p>r+1?['<div class="gap">\u22EF</div>']:[];r=p;const y=i.get(String(p))??[],k=y.length>0?`<ul class="notes">${yt(y,s).join("")}</ul>`:"";return[...h,`<div class="line${y.length>0?" marked":""}" id="${t}-${p}"><span class="number">${p}</span><code>${vt(l,y)}</code>${k}</div>`]})}function bt(e,n){const t=new Set;for(const s of[...new Set(e)].sort((o,i)=>o-i)){const o=Math.max(1,s-le);for(let i=o;i<=Math.min(n,s+le);i++)t.add(i);if(t.size>=ce)break}return t}function vt(e,n){const t=(0,d.ml)(e.replace(/\r$/,""),ft),s=new Array(t.length).fill(!1);for(const{location:i}of n.filter(a=>!(0,v.C9)(a))){if(!i)continue;const{startLine:a,startColumn:c,endLine:r,endColumn:l}=i,u=r===a?l-1:t.length;for(let p=Math.max(0,c-1);p<Math.min(u,t.length);p++)s[p]=!0}let o="";for(let i=0;i<t.length;){let a=i+1;for(;a<t.length&&s[a]===s[i];)a++;const c=(0,d.ZD)((0,d.aj)(t.slice(i,a).replaceAll("	","    ")));o+=s[i]?`<mark>${c}</mark>`:c,i=a}return o}function yt(e,n){const t=[...e].sort(b.Yj),s=t.filter(r=>!(0,v.C9)(r)),o=t.filter(v.C9),i=s.slice(0,ht).map(r=>`<li>${D(r.severity)} <span class="rule">${m(r.rule,80)}</span> ${m(r.message,300)}</li>`),a=s.length-i.length,[c]=o;return[...i,...a>0?[`<li class="dim">and ${a} more</li>`]:[],...c?[wt(c,o,n)]:[]]}function wt(e,n,t){const s=(0,w.$)(n,a=>{const{package:c,installed:r}=(0,v._w)(a,t);return`${c} ${r??""}`.trim()}),o=[...s.keys()].slice(0,U).map(a=>m(a,80)),i=s.size>U?` and ${s.size-U} more`:"";return`<li>${D(e.severity)} ${(0,x.td)(n.length,"vulnerability","vulnerabilities")} in ${o.join(", ")}${i}</li>`}const St=`
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
#findings~.origins{margin:.1rem 0}
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
`,""),xt={id:"html",description:"one self-contained web page",render:kt};function kt(e,n){const t=(0,v.Ss)(e),s=pt(e,n.source),o=(0,b.lb)(e.findings);return`${[...Lt(m((0,ee.Pl)(e,n),400)),"<body>",'<a class="skip" href="#findings">Skip to the findings</a>',...jt(e,n),"<main>",...Et(o,n.rules),...nt(o,s),...We(e,n,t,s),...gt(o,t,s),...lt(e.packages,o,s),...Pt(e,n),"</main>",...Mt(e,n),`<script>${re}<\/script>`,"</body>","</html>"].join(`
`)}
`}function Lt(e){return["<!doctype html>",'<html lang="en">',"<head>",'<meta charset="utf-8">',`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '${Ct}'; base-uri 'none'; form-action 'none'">`,'<meta name="viewport" content="width=device-width, initial-scale=1">','<meta name="color-scheme" content="light dark">',`<title>${e}</title>`,`<style>${St}</style>`,"<noscript><style>tr[hidden]{display:table-row}</style></noscript>","</head>"]}const Ct=`sha256-${(0,W.createHash)("sha256").update(re).digest("base64")}`,It=5;function jt(e,n){const{outcome:t}=e.verdict,s=(0,b.lb)(e.findings),o=(0,ee.NB)(e).join("; "),i=e.targets.filter(({kind:u})=>u==="image"||u==="sbom"),a=new Map((i.length>0?i:e.targets).map(u=>[u.name,u])),c=[...a.values()].slice(0,It).map(u=>`<span>${m(u.name,120)}<span class="dim">${m((0,_.W)(u),100)}</span></span>`),r=a.size-c.length,l=s.length===0?"no findings":`${(0,x.td)(s.length,"finding")}: ${(0,b.lc)(s)}`;return[`<header class="${t}">`,'<p class="what">Container check</p>',`<h1>${At[t]}</h1>`,...o===""?[]:[`<p>${m(o,400)}</p>`],`<p class="facts">${[`<span>${l}</span>`,...c,...r>0?[`<span>and ${r} more</span>`]:[],...n.baseline?[`<span>compared with ${m(n.baseline,80)}</span>`]:[]].join("")}</p>`,"</header>"]}const At={pass:"Passed",fail:"Failed",incomplete:"Incomplete"};function Et(e,n){const t=(0,te.Xv)(e,n);if(!t)return[];const{title:s,location:o,resolves:i}=t,a=o?` (<b>${m(o.path,120)}:${o.startLine}</b>)`:"";return['<section class="action" aria-labelledby="action">','<h2 id="action">Fix first</h2>',`<p><b>${m(s,200)}</b>${a} <span class="dim">resolves ${(0,te.WP)(i)}</span></p>`,"</section>"]}function Pt(e,n){const t=(e.suppressed??[]).map(r=>`${r.rule} (${r.severity}), suppressed in ${(0,Xe.l)(r)}`),{open:s,allowed:o,informational:i}=(0,g.dc)(e),a=r=>(0,O.Uo)(r).map(({target:l,checks:u,state:p})=>`${l}: ${u}: ${p}`),c=e.notes.map(r=>r.target?`${r.target}: ${r.message}`:r.message);return[...S("Policy changes",e.policyChange??[]),...S("Suppressions that the pull request adds",e.addedSuppressions??[]),...S("Suppressed by comments",t),...S(`Not checked (${(0,g.HB)(s)})`,[...a(s),...(0,g.eL)(s,n)]),...S(`Not checked, allowed (${(0,g.HB)(o)})`,a(o)),...S(`Informational (${(0,g.HB)(i)})`,a(i)),...S("Notes",c),...e.coverage.length===0?[]:S(`Coverage: ${(0,O.rL)(e)}`,[`Checked: ${(0,O.ut)(e)}`,...a(e.coverage.filter(r=>!(0,Ge.NH)(r)))])]}function S(e,n){if(n.length===0)return[];const t=n.slice(0,500).map(s=>`<li>${m(s,2e3)}</li>`);return["<section>",`<h2>${e}</h2>`,"<ul>",...t,"</ul>","</section>"]}function Mt(e,n){return[`<footer>${[`portside ${m(e.tool.version,40)}`,n.ended.toISOString().slice(0,16).replace("T"," ").concat(" UTC"),...n.policy?[`policy ${m(n.policy,120)}`]:[],...n.advisories?[`advisories ${m(n.advisories,60)}`]:[]].join(" \xB7 ")}</footer>`]}const E="https://github.com/OWNER/portside";function de(e,n,t){const s=e.targets.filter(Ot).flatMap(i=>{const a=t(i);return a===void 0?[]:[{...i,content:a}]});return`${s.map(({name:i,digest:a,content:c})=>{const r=a.indexOf(":"),l={_type:"https://in-toto.io/Statement/v1",subject:[{name:i,digest:{[a.slice(0,r)]:a.slice(r+1)}}],predicateType:n,predicate:c};return(0,d.aB)(l,s.length===1?2:void 0)}).join(`
`)}
`}function Ot(e){return e.kind==="image"&&e.digest!==void 0}const Tt={id:"in-toto-vsa",description:"SLSA verification summary of each image, an in-toto statement to sign",render:(e,n)=>de(e,"https://slsa.dev/verification_summary/v1",t=>Nt(t,e,n))};function Nt(e,n,t){const s=n.verdict.outcome==="pass",{buildLevel:o}=e,i=o===void 0?[]:[`SLSA_BUILD_LEVEL_${o}`],{allowed:a,informational:c}=(0,g.dc)(n),r=(0,g.LN)([...a,...c]).map(l=>`PORTSIDE_NOT_CHECKED_${l.toUpperCase()}`);return{verifier:{id:E,version:{portside:n.tool.version}},timeVerified:t.ended.toISOString(),resourceUri:Rt(e),policy:{uri:Dt(t)},verificationResult:s?"PASSED":"FAILED",verifiedLevels:s?[...i,...r]:["FAILED"],slsaVersion:"1.0"}}function Dt({policy:e,repository:n}){if(e===void 0)return`${E}/blob/main/docs/policy.md`;const t=e.split("@")[0]??e;return n?.commit===void 0?t:`${n.server}/${n.name}/blob/${n.commit}/${t}`}function Rt({name:e,digest:n}){const t=e.split("@")[0]??e,s=t.slice(t.lastIndexOf("/")+1).split(":")[0]??t,o=t.slice(0,t.lastIndexOf("/")+1)+s;return`pkg:oci/${G(s)}@${G(n)}?repository_url=${G(o)}`}function G(e){return encodeURIComponent(e.replace(new RegExp("\\p{Cs}","gu"),"?"))}const Bt={id:"in-toto-vuln",description:"vulnerabilities of each image, an in-toto statement to sign",render:(e,n)=>de(e,"https://in-toto.io/attestation/vulns/v0.2",t=>zt(t,e,n))};function zt({name:e},n,{started:t,ended:s,advisories:o}){const i=({check:r,target:l})=>r==="vulnerability"&&l===e;if(!(0,g.$_)(n,"vulnerability",e))return;const a=(0,g.$q)(n).filter(({gap:r})=>i(r)),c=n.findings.filter(({check:r,status:l,subject:u})=>r==="vulnerability"&&l!=="fixed"&&(u?.image===void 0||u.image===e));return{scanner:{uri:E,version:n.tool.version,db:o===void 0?{}:{lastUpdate:o},result:c.map(Ft)},...a.length>0&&{[`${E}/incomplete`]:a.map(({text:r})=>r)},metadata:{scanStartedOn:t.toISOString(),scanFinishedOn:s.toISOString()}}}function Ft(e){const{rule:n,severity:t,subject:s,status:o}=e,i=Ut((0,T.Pl)(e)?.cvss),a=(0,M.k)(e);return{id:n,severity:[{method:"portside",score:t},...i===void 0?[]:[{method:"cvss",score:i}]],annotations:a.length===0?[{path:s?.path||void 0,status:o}]:a.map(({purl:c,paths:[r]})=>({purl:c||void 0,path:r||void 0,status:o}))}}function Ut(e){const n=typeof e=="object"&&e!==null&&"score"in e?e.score:e;return typeof n=="number"||typeof n=="string"?String(n):void 0}var Gt=f(58584);const Xt={id:"junit",description:"JUnit XML for CI servers",render:Vt};function Vt(e,n){const t={fails:()=>e.verdict.outcome==="fail",...n},s=e.findings.filter($=>$.status!=="fixed"),o=(0,w.$)(s,Kt),i=new Set(e.coverage.flatMap($=>Ht($)?[]:[$.target]));for(const{name:$}of e.targets)i.has($)&&!o.has($)&&o.set($,[]);const a=Math.max(0,(t.ended.getTime()-t.started.getTime())/1e3),c=[...o].map(([$,H])=>Wt($,H,t)),r=s.filter($=>X($,t)).length,{open:l,allowed:u,informational:p}=(0,g.dc)(e),h=[...u,...p],y=[...l,...h];return['<?xml version="1.0" encoding="UTF-8"?>',`<testsuites name="portside" tests="${s.length+y.length+[...o.values()].filter($=>$.length===0).length}" failures="${r}" errors="${l.length}" time="${a}">`,...c,...y.length>0?[Yt(l,h,t)]:[],"</testsuites>",""].join(`
`)}function Ht({state:e}){return e==="not-covered"||e==="failed"}function Kt(e){return e.subject?.image??e.location?.path??e.check}function Wt(e,n,t){const s=n.filter(a=>X(a,t)).length,o=L(e,1e3),i=n.length===0?[`    <testcase name="no findings" classname="${o}"/>`]:n.map(a=>Zt(a,o,t));return[`  <testsuite name="${o}" tests="${Math.max(n.length,1)}" failures="${s}" errors="0" skipped="${n.length-s}" timestamp="${ue(t)}">`,...i,"  </testsuite>"].join(`
`)}function X(e,{fails:n}){return e.status!=="excepted"&&n?.(e)===!0}function Zt(e,n,t){const{location:s}=e,o=s?` ${s.path}:${s.startLine}`:"",i=e.subject?.purl??e.subject?.path??"",a=L(`${e.rule}${o}${i?` ${i}`:""}`,1e3),c=L(e.message,4e3),r=s?`${s.path}:${s.startLine}:${s.startColumn}: `:"",l=X(e,t)?`<failure type="${e.severity}" message="${c}">${L(r,1e3)}${c}</failure>`:`<skipped message="${Jt(e)}: ${c}"/>`;return`    <testcase name="${a}" classname="${n}">${l}</testcase>`}function Jt({exception:e,status:n,severity:t}){return n!=="excepted"?`${t}, does not fail the policy`:e?.source==="evidence"?"not affected":`suppressed by ${e?.source==="vex"?"a VEX document":"a policy exception"}`}function Yt(e,n,t){const s=(o,i)=>`    <testcase name="${ne.c[o.check]} check" classname="${L((0,g.mx)(o),1e3)}"><${i} message="${L((0,g.O$)(o),4e3)}"/></testcase>`;return[`  <testsuite name="not checked" tests="${e.length+n.length}" failures="0" errors="${e.length}" skipped="${n.length}" timestamp="${ue(t)}">`,...e.map(o=>s(o,'error type="incomplete"')),...n.map(o=>s(o,"skipped")),"  </testsuite>"].join(`
`)}function ue(e){return e.started.toISOString().slice(0,19)}function L(e,n){return(0,d.ZD)((0,d.ml)(e,n))}var Qt=f(79495),qt=f(64806);const _t={id:"spdx",description:"SPDX 2.3 SBOM",render:en};function en(e,n){const t=Z(e),s=(0,d.aj)(t?.name??n.repository?.name??"repository"),o=`${n.ended.toISOString().slice(0,19)}Z`,i=`Tool: portside-${e.tool.version}`,a=new sn,c=e.packages.map((p,h)=>({SPDXID:`SPDXRef-Package-${h}`,...tn(p,a),annotations:nn(p,o,i)})),r=J(o,s,JSON.stringify(c)),l=a.extracted(),u=(0,g.$q)(e).map(({text:p})=>me(p,o,i));return`${(0,d.aB)({spdxVersion:"SPDX-2.3",dataLicense:"CC0-1.0",SPDXID:"SPDXRef-DOCUMENT",name:s,documentNamespace:`https://spdx.org/spdxdocs/portside-${r}`,creationInfo:{created:o,creators:[i]},documentDescribes:[V],annotations:u.length>0?u:void 0,packages:[{SPDXID:V,name:s,versionInfo:t?.digest?(0,d.aj)(t.digest):void 0,downloadLocation:"NOASSERTION",filesAnalyzed:!1,primaryPackagePurpose:t?.kind==="image"?"CONTAINER":"APPLICATION"},...c],hasExtractedLicensingInfos:l.length>0?l:void 0,relationships:c.map(p=>({spdxElementId:V,relationshipType:"CONTAINS",relatedSpdxElement:p.SPDXID}))},2)}
`}const V="SPDXRef-Subject";function tn(e,n){const t=e.paths.slice(0,100).map(d.aj).join(", ");return{name:(0,d.aj)(e.name),versionInfo:(0,d.aj)(e.version),downloadLocation:"NOASSERTION",filesAnalyzed:!1,licenseConcluded:"NOASSERTION",licenseDeclared:n.declare(e.license),copyrightText:"NOASSERTION",sourceInfo:t===""?void 0:`found in ${t}`,externalRefs:[{referenceCategory:"PACKAGE-MANAGER",referenceType:"purl",referenceLocator:(0,d.aj)(e.purl)}]}}function nn(e,n,t){const s=Y(e);if(s.length!==0)return s.map(({name:o,value:i})=>me(`${o}=${i}`,n,t))}function me(e,n,t){return{annotationDate:n,annotationType:"OTHER",annotator:t,comment:e}}class sn{#e=new Map;declare(n){if(!n)return"NOASSERTION";if(Q(n))return n;const t=this.#e.get(n);if(t!==void 0)return t;const s=`LicenseRef-portside-${this.#e.size+1}`;return this.#e.set(n,s),s}extracted(){return[...this.#e].map(([n,t])=>({licenseId:t,name:(0,d.aj)(n),extractedText:(0,d.aj)(n)}))}}var on=f(89287);const an=new Map([on.Q,Gt.P,qt.Is,Qt.wD,xt,Xt,Ne,ve,fe,Oe.Ib,xe,_t,Tt,Bt].map(e=>[e.id,e]))})};export{un as id,mn as ids,pn as modules};
