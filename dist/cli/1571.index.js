const $n=1571,yn=[1571],bn={51571:((gn,$e,f)=>{f.d($e,{FORMATS:()=>un});var w=f(29892),p=f(46548),$=f(854),b=f(70326);const ye={id:"checkstyle",description:"Checkstyle XML for editors and review bots",render:be};function be(e){const n=[...(0,$.lb)(e.findings).filter(o=>o.location!==void 0).sort($.wp).map(o=>({path:o.location?.path??"",xml:ve(o)})),...(0,b.$q)(e).map(o=>({path:o.gap.target,xml:we(o)}))];return['<?xml version="1.0" encoding="UTF-8"?>','<checkstyle version="4.3">',...[...(0,w.$)(n,({path:o})=>o)].flatMap(([o,s])=>[`  <file name="${(0,p.ZD)(o)}">`,...s.map(({xml:a})=>a),"  </file>"]),"</checkstyle>",""].join(`
`)}function ve(e){const{startLine:t=1,startColumn:n=1}=e.location??{},r=(0,p.ZD)((0,p.ml)(e.message,4e3)),o=(0,p.ZD)((0,p.ml)(`portside.${e.check}.${e.rule}`,500));return`    <error line="${t}" column="${n}" severity="${xe[e.severity]}" message="${r}" source="${o}"/>`}function we({gap:e,isError:t,text:n}){return`    <error line="1" column="1" severity="${t?"error":"info"}" message="${(0,p.ZD)(n)}" source="portside.${e.check}.not-checked"/>`}const xe={critical:"error",high:"error",medium:"warning",low:"info",info:"info"};var H=f(75527);const ke={id:"code-quality",description:"Code Climate JSON for GitLab\u2019s code quality widget",render:Se};function Se(e){const t=(0,$.lb)(e.findings).sort($.wp).flatMap(n=>{const r=(0,p.Bd)(n.location?.path??"");if(!n.location||r===void 0)return[];const{startLine:o,endLine:s}=n.location;return{type:"issue",check_name:(0,p.aj)(n.rule),categories:[n.check==="lint"?"Style":"Security"],description:`${(0,p.aj)(n.rule)}: ${(0,p.ml)((0,p.aj)(n.message),1e3)}`,fingerprint:n.fingerprint,severity:N[n.severity],location:{path:(0,p.aj)(r),lines:{begin:o,end:Math.max(o,s)}}}});return`${(0,p.aB)([...t,...(0,b.$q)(e).map(Me)],2)}
`}function Me({gap:e,isError:t,text:n}){return{type:"issue",check_name:"not-checked",categories:["Security"],description:(0,p.ml)(n,1e3),fingerprint:(0,H.Rj)("not-checked",e.check,(0,b.mx)(e)),severity:t?N.high:N.info,location:{path:(0,p.aj)((0,p.Bd)(e.target)??"Dockerfile"),lines:{begin:1,end:1}}}}const N={critical:"blocker",high:"critical",medium:"major",low:"minor",info:"info"};var V=f(25245),Le=f(83396),Ce=f(11171),v=f(46055);const je={id:"gitlab",description:"GitLab container scanning report 15.2.1",render:Ae},j={name:255,description:1e5,solution:7e3,image:255};function Ae(e,t){const n=(0,v.Ss)(e),r={id:"portside",name:"Portside",version:e.tool.version,vendor:{name:"Portside"}},o=!(0,b.dc)(e).open.some(({check:s})=>s==="vulnerability")&&e.targets.every(({kind:s,name:a})=>s!=="image"&&s!=="sbom"||(0,b.$_)(e,"vulnerability",a));return`${(0,p.aB)({version:"15.2.1",scan:{analyzer:r,scanner:r,type:"container_scanning",start_time:t.started.toISOString().slice(0,19),end_time:t.ended.toISOString().slice(0,19),status:o?"success":"failure",messages:(0,b.$q)(e).map(({isError:s,text:a})=>({level:s?"warn":"info",value:a}))},vulnerabilities:(0,$.lb)(e.findings).filter(v.C9).sort($.Yj).map(s=>Ee(s,e,n))},2)}
`}function Ee(e,t,n){const r=(0,v._w)(e,n),o=(0,p.aj)(e.subject?.image??t.targets[0]?.name??"")||"image",s=r.vector!==void 0&&Ne.test(r.vector)?r.vector:void 0,a=r.references.map(p.aj).filter(l=>/^https?:\/\/\S+$/.test(l));return{id:e.fingerprint,name:(0,p.ml)((0,p.aj)(e.rule),j.name),description:(0,p.ml)((0,p.aj)(r.summary??e.message),j.description),severity:ze[e.severity],solution:r.fixed&&(0,p.ml)((0,p.aj)(`Update ${r.package} to ${r.fixed} or later.`),j.solution),identifiers:[e.rule,...new Set(r.aliases)].map(Ie),links:a.length>0?a.map(l=>({url:l})):void 0,cvss_vectors:s&&[{vendor:"unknown",vector:s}],location:{dependency:{package:{name:(0,p.aj)(r.package)},version:(0,p.aj)(r.installed??"")},operating_system:Te(e),image:o,default_branch_image:(0,p.ml)((0,H.tO)(o),j.image)}}}function Ie(e){const t=(0,p.aj)(e)||"unknown";return{type:/^[A-Za-z]+(?=-)/.exec(t)?.[0].toLowerCase()??"portside",name:t,value:t}}function Te(e){const t=(0,Ce.r5)(e.subject?.purl??"")?.qualifiers.get("distro");return t===void 0?"unknown":(0,p.aj)(t)}const Ne=/^CVSS:3\.[01](?:\/(?:AV:[NALP]|AC:[LH]|PR:[NLH]|UI:[NR]|S:[UC]|[CIA]:[NLH])){8}$/,ze={critical:"Critical",high:"High",medium:"Medium",low:"Low",info:"Info"};var G=f(77598),Fe=f(27989),z=f(85800),K=f(95259),Oe=f(58335),Z=f(15822),Re=f(31930),Be=f(25793),Pe=f(32792),Xe=f(34928),x=f(79112),F=f(56479),A=f(94018),De=f(79132);function Ue(e,t){const n=(0,De.J)(e.filter(v.C9),t),r=(0,w.$)(e.filter(o=>!(0,v.C9)(o)).sort($.Yj),({check:o,rule:s,severity:a,status:l})=>[o,s,a,l].join(`
`));return[...n.map(o=>({findings:o.findings,group:o})),...[...r.values()].flatMap(([o,...s])=>o?[{findings:[o,...s]}]:[])].sort((o,s)=>(0,$.Yj)(o.findings[0],s.findings[0]))}var E=f(95278),He=f(70568),W=f(3504),I=f(89094),Ve=f(66032),Ge=f(65726);function d(e,t=300){return(0,p.ZD)((0,p.ml)(e,t))}function T(e){return d(e,160).replaceAll("/","/<wbr>")}function C(e){return`<span class="s ${e}">${e}</span>`}function J(e){return(0,p.ZD)(e).split("&#96;").map((t,n)=>n%2===1?`<code>${t}</code>`:t).join("")}const O=3;function Ke(e,t,n){const{findings:r}=e,[o]=r,s=e.group?void 0:t.rules.get(o.rule);return[`<details class="entry"${n?" open":""}><summary>`,C(o.severity),`<span class="title">${Ze(e,s,t)}</span>`,`<span class="fix">${We(e)}</span>`,`<span class="at">${Je(r)}</span>`,'</summary><div class="body">',...Qe(e,s,t),`<ul>${r.map(a=>_e(a,e,t)).join("")}</ul>`,"</div></details>"].join("")}function Ze({findings:e,group:t},n,{anchors:r}){const[o]=e;if(t){const{facts:a,rules:l,exploited:i}=t,c=l.slice(0,O).map(S=>d(S,80)),m=l.length>O?` and ${l.length-O} more`:"",h=i?' <strong class="critical">exploited</strong>':"",u=o.check==="malware"?' <strong class="critical">malicious</strong>':"",g=d((0,I.SZ)(t),200);return`<b>${d(a.package,120)}</b> ${d(a.installed??"",80)}${d(r.places(o),200)}${h}${u}${g===""?"":`: ${g}`} <span class="id">${c.join(", ")}${m}</span>`}return`${e.length>1?d(n?.title??o.message,300):Y(o)} <span class="id">${d(o.rule,80)}</span>`}function Y(e){return d(`${e.message}${(0,W.d)(e)}`,500)}function We({findings:e,group:t}){if(t)return d((0,I.eL)(t),160);const n=e.filter(({fix:r})=>r).length;return n===0?"":n===e.length?"Edit known":`Edit known for ${n}`}function Je(e){const t=[...new Set(e.map(Ye))];return t.length===1?T(t[0]??""):`${t.length} places`}function Ye({location:e,subject:t}){return e?`${e.path}:${e.startLine}`:t?.path??t?.image??""}function Qe({findings:e,group:t},n,r){if(t)return Q([["How to fix",d(qe(t),400)],["Where",q(e[0],r)]]);if(!n)return[];const o=(n.references??[]).flatMap(l=>{const i=(0,p.tT)(l);return i===void 0?[]:[ee(i,d(i.replace(/^https?:\/\//,""),120))]}),s=[...new Set(e.flatMap(({fix:l})=>l?.description??[]))],a=s.length===1?`. Edit: ${d(s[0]??"",200)}`:"";return Q([["Why it matters",J(n.why)],["How to fix",`${J(n.remediation)}${a}`],["References",o.join("<br>")]])}function qe(e){const{findings:t,facts:n,remediation:r}=e,o=[n.package,n.installed].filter(Boolean).join(" ");if(t[0].check==="malware")return`Remove ${o}: it is malicious, and no other version is known to be safe`;if(r.versions.length===0)return r.willNotFix?`${n.package} will not be fixed by the distribution`:`No version of ${n.package} fixes it yet`;const s=r.versions.join(", "),a=r.unfixed>0?`. It fixes ${t.length-r.unfixed} of ${t.length}`:"";return r.baseImage===void 0?`Update ${n.package} to ${s} or later${a}`:`Use a newer base image, with ${n.package} ${s} or later${a}`}function Q(e){return[`<dl>${e.filter(([,n])=>n!=="").map(([n,r])=>`<dt>${n}</dt><dd>${r}</dd>`).join("")}</dl>`]}function _e(e,t,n){const{severity:r,check:o,subject:s}=e,{anchors:a}=n,l=a.layerKey(s?.image,s?.layer)??"",i=(0,He.G)(e)?"fix":"",c=[r,o,i,l,(0,E.yv)(e)?.kind??""].join(" "),m=a.findingAnchor(e),h=t.group&&(0,v._w)(e,n.packages),u=[...h?et(e,h,t.findings.length===1):[t.findings.length===1?"":Y(e),q(e,n)],nt(e),m===void 0?"":`<a class="dim" href="#${m}" aria-label="Link to this finding">#</a>`].filter(g=>g!=="");return`<li${m===void 0?"":` id="${m}"`} data-f="${c}">${u.join(" \xB7 ")}</li>`}function et(e,t,n){const{check:r,rule:o,severity:s}=e,a=(0,I.FG)(o)??t.references.map(p.tT).find(m=>m!==void 0),l=d(o,80),i=(0,E.Pl)(e)?.epss,c=t.exploited?' <strong class="critical">exploited</strong>':"";return[`${C(s)} ${a===void 0?l:ee(a,l)}${c}`,n&&!(0,I.p8)(t).endsWith("\u2026")?"":d(t.summary??"",500),d((0,W.d)(e).trim(),200),n||r==="malware"||t.fixed!==void 0?"":"no fix",t.score===void 0?"":`CVSS ${t.score}`,typeof i=="number"?`EPSS ${(i*100).toFixed(1)} %`:"",d((0,Ge.F)(e,!0)??"",500)]}const tt=3;function q(e,{anchors:t}){const{location:n,subject:r}=e,o=(0,E.yv)(e),s=n&&_(n,t),a=i=>d(i,160);return[s,...(e.related??[]).slice(0,tt).map(i=>`${d(i.message,200)}: ${_(i.location,t)}`),o&&o.kind!=="own-layer"?`from ${(0,A.AN)(o,"",a)}`:"",r?.path===void 0?"":T(r.path),s||r?.path!==void 0?"":T(r?.image??"")].filter(i=>i).join(" \xB7 ")}function _(e,t){const n=`${T(e.path)}:${e.startLine}`,r=t.lineAnchor(e);return r===void 0?n:`<a href="#${r}">${n}</a>`}function nt(e){const{exception:t,suppression:n}=e;if(n)return`suppressed in ${d((0,Ve.l)(e),400)}`;if(!t)return"";const r="until"in t&&t.until?` until ${t.until}`:"";return d(`${ot[t.source]}${r}: ${t.reason}`,400)}const ot={policy:"suppressed by the policy",vex:"suppressed by VEX",evidence:"not affected"};function ee(e,t){return`<a rel="noreferrer" href="${(0,p.ZD)(e)}">${t}</a>`}var te=f(55082),M=f(60432);function rt(e){const t=M.oC.map(o=>`<label class="chip ${o}"><input type="checkbox" name="severity" value="${o}" checked> ${o}</label>`),n=new Set(e.flatMap(o=>(0,E.yv)(o)?.kind??[])),r=[...new Set(e.map(({check:o})=>o))].sort();return['<form id="filters" role="search" aria-label="Findings" hidden>','<label class="search">Search <input type="search" id="search" placeholder="rule, package, path \u2026" autocomplete="off" spellcheck="false"></label>',`<fieldset><legend>Severity</legend>${t.join("")}</fieldset>`,R("check","Check",[["","all checks"],...r.map(o=>[o,te.c[o]])]),R("origin","Origin",[["","all"],...st.filter(([o])=>n.has(o))]),R("order","Order",[["","most urgent first"],["place","by file and line"],["id","by ID"]]),'<label class="chip"><input type="checkbox" id="fixable"> has a fix</label>','<button type="button" id="expand">Expand all</button>','<button type="reset">Reset</button>','<button type="button" id="layer" class="chip" hidden></button>',"</form>"]}const st=[["own-layer","own lines"],["builder-stage","builder stages"],["base-image","base images"]];function R(e,t,n){const r=n.map(([s,a])=>`<option value="${s}">${a}</option>`);return`<label${n.length<2?" hidden":""}>${t} <select id="${e}">${r.join("")}</select></label>`}const ne=1e4;function it({findings:e}){const{own:t,bases:n}=(0,A.S_)(e.new),{existing:r,suppressed:o,fixed:s}=e,a=o.filter(F.UK),l=o.filter(u=>!(0,F.UK)(u)),i=[{id:"new",label:void 0,findings:t},...n.map((u,g)=>({id:`base-${g}`,label:at(u),findings:u.findings})),{id:"existing",label:`${r.length} existing: ${(0,$.lc)(r)}`,findings:r},{id:"not-affected",label:`${a.length} ${F.X6}`,findings:a},{id:"suppressed",label:`${l.length} suppressed`,findings:l},{id:"fixed",label:`${s.length} fixed`,findings:s}];let c=ne;const m=i.flatMap(u=>{const g=u.findings.slice(0,c);return c-=g.length,g.length===0?[]:[{...u,findings:g}]}),h=i.reduce((u,g)=>u+g.findings.length,0);return{groups:m,omitted:h-ne+c}}function at({findings:e,name:t,summary:n}){const r=t===void 0?"":` ${d(t,120)}`;return`${e.length} from the base image${r}: ${d(n,300)}`}function lt(e,{isCompared:t,counts:n},{groups:r,omitted:o},s){if(r.length===0)return n.new.total+n.existing.total===0?["<p>None.</p>"]:[];const a=r.flatMap(({findings:l})=>l);return[...mt(e,t),...rt(a),'<p id="count" role="status"></p>',...n.new.total===0?["<p>No new findings.</p>"]:[],...r.flatMap(l=>ct(l,s)),...o>0?[`<p>${(0,x.td)(o,"less urgent finding")} in the JSON report.</p>`]:[]]}function ct({id:e,label:t,findings:n},r){const o=Ue(n,r.packages).map((s,a)=>Ke(s,r,t===void 0&&a===0));return t===void 0?[`<div class="entries" id="${e}">`,...o,"</div>"]:[`<details class="fold" id="${e}"><summary>${t}</summary>`,'<div class="entries">',...o,"</div></details>"]}const dt=20;function mt(e,t){return(0,A.jv)(e).slice(0,dt).map(n=>{const r=(0,A.Bo)(n,t,o=>(0,p.ml)(o,120));return`<p><b>${d(n.image,120)}</b>: ${d(r,1500)}</p>`})}const B=500;function pt({imageChanges:e},t){if(!e)return[];const{totals:n,lines:r,rest:o,notes:s}=e,a=o.slice(0,B),l=o.length-a.length;return[...n.slice(0,B).map(i=>`<p>${d(i,400)}</p>`),...oe(r,t),...a.length===0?[]:['<details class="fold">',`<summary>${o.length} more</summary>`,'<div class="entries">',...oe(a,t),...l>0?[`<p>${l} more in the JSON report.</p>`]:[],"</div></details>"],...s.slice(0,B).map(i=>`<p class="dim">${d(i,400)}</p>`)]}function oe(e,t){return e.length===0?[]:["<table>",'<thead><tr><th scope="col">Risk</th><th scope="col">Change</th><th scope="col">Location</th></tr></thead>',"<tbody>",...e.map(n=>ft(n,t)),"</tbody></table>"]}function ft({risk:e,message:t,location:n},r){const o=r.lineAnchor(n),s=n?`${d(n.path,160)}:${n.startLine}`:"",a=o===void 0?s:`<a href="#${o}">${s}</a>`;return`<tr><td>${C(e)}</td><td>${d(t,400)}</td><td>${a}</td></tr>`}var re=f(97878);const P=128,X=100;function ut(e,t){if(t.images.length===0)return[];const n=(0,w.$)(e,({subject:r})=>t.layerKey(r?.image,r?.layer)??se(r?.image??""));return[...t.images.flatMap(r=>ht(r,n,t))]}function ht(e,t,n){const r=(e.layers??[]).map(c=>{const m=n.layerKey(e.name,c.index)??"";return{...c,key:m,findings:t.get(m)??[]}}),o=t.get(se(e.name))??[],s=r.reduce((c,{size:m})=>c+m,0),a={size:r.reduce((c,{size:m})=>Math.max(c,m),1),findings:r.reduce((c,{findings:m})=>Math.max(c,m.length),Math.max(1,o.length))},l=r.slice(0,P).map(c=>$t(c,a,n)),i=r.length>P?` (lowest ${P} shown)`:"";return['<table class="layers">',`<caption>${d(e.name,200)} <span class="dim">${r.length} layers${i}, ${(0,re.z)(s)}</span></caption>`,'<thead><tr><th scope="col">Layer</th><th scope="col">Instruction</th><th scope="col">Size</th><th scope="col">Findings</th></tr></thead>',"<tbody>",...o.length>0?[gt(o,a)]:[],...l.reverse(),"</tbody></table>"]}function se(e){return`image ${e}`}function gt(e,t){return ae(["","configuration and whole image","",`${le(e,t.findings)}<span>${(0,$.lc)(e)}</span>`])}function $t(e,t,n){const{index:r,size:o,key:s,findings:a}=e,l=(0,$.lc)(a),i=l?`<a href="#findings" data-layer="${s}" aria-label="${l}: show the findings in layer ${r}">${l}</a>`:'<span class="dim">none</span>';return ae([String(r),yt(e,n),`${bt(o,t.size)}<span>${(0,re.z)(o)}</span>`,`${a.length>0?le(a,t.findings):""}${i}`])}const ie=50;function yt({index:e,location:t,instruction:n},r){const o=n??(e===0?"base image":"");if(!t)return d(o,ie);const s=r.lineAnchor(t),a=`${d(t.path,80)}:${t.startLine}`,l=r.files.get(t.path)?.text.split(`
`,t.startLine).at(-1)?.trim(),i=l?`<code>${d(l,ie)}</code>`:d(o);return`${s===void 0?a:`<a href="#${s}">${a}</a>`} ${i}`}function ae(e){return`<tr>${e.map(t=>`<td>${t}</td>`).join("")}</tr>`}function bt(e,t){const n=e===0?0:Math.max(.7,e/t*X);return ce(`<rect class="size" width="${n.toFixed(1)}" height="10"/>`)}function le(e,t){let n=0;const r=M.oC.flatMap(o=>{const s=e.filter(i=>i.severity===o).length;if(s===0)return[];const a=Math.max(.7,s/t*X),l=`<rect class="${o}" x="${n.toFixed(1)}" width="${a.toFixed(1)}" height="10"/>`;return n+=a,[l]});return ce(r.join(""))}function ce(e){return`<svg viewBox="0 0 ${X} 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">${e}</svg>`}var vt=f(30917);const wt=3e3,xt=50;function kt(e,t,n){if(e.length===0)return[];const r=(0,w.$)(t.flatMap(i=>(0,vt.f)(i).map(c=>({purl:c,finding:i}))),({purl:i})=>i),o=({purl:i})=>(r.get(i)??[]).map(({finding:c})=>c),s=[...e].sort((i,c)=>St(o(i),o(c))||(0,x.n6)(i.name,c.name)),a=s.slice(0,wt),l=s.length-a.length;return['<form id="package-filter" role="search" aria-label="Packages" hidden><label class="search">Search <input type="search" id="package-search" placeholder="name, version, type \u2026" autocomplete="off" spellcheck="false"></label></form>','<p id="package-count" role="status"></p>','<table id="package-rows">','<thead><tr><th scope="col">Package</th><th scope="col">Version</th><th scope="col">Type</th><th scope="col">Findings</th><th scope="col">Location</th></tr></thead>',"<tbody>",...a.map((i,c)=>Mt(i,o(i),n,c>=xt)),"</tbody></table>",'<p><button type="button" id="package-more" hidden>Show all</button></p>',...l>0?[`<p>${(0,x.td)(l,"more package")} in the JSON report.</p>`]:[]]}function St(e,t){const n=s=>s.map(({severity:a})=>a).sort(M.zK)[0],[r,o]=[n(e),n(t)];return r&&o?(0,M.zK)(r,o)||t.length-e.length:+!r-+!o}function Mt({name:e,version:t,type:n,location:r},o,s,a){const l=r?`${d(r.path,80)}:${r.startLine}`:"",i=s.lineAnchor(r),c=[d(e,120),d(t,80),d(n,20),(0,$.lc)(o),i===void 0?l:`<a href="#${i}">${l}</a>`];return`<tr${a?" hidden":""}>${c.map(m=>`<td>${m}</td>`).join("")}</tr>`}const Lt=40;function Ct(e,t,n){const r=[...new Set(e.findings.flatMap(({location:i})=>i?.path??[]))],o=new Map;for(const i of r.sort(x.n6).slice(0,Lt)){const c=n?.(i);c!==void 0&&o.set(i,{id:`l-${de(i)}`,text:c})}const s=e.targets.filter(({layers:i})=>i&&i.length>0),a=new Map(s.map(({name:i},c)=>[i,c])),l=jt(t);return{files:o,images:s,places:(0,K.g)(e),findingAnchor:i=>l.get(i),lineAnchor:i=>{const c=i&&o.get(i.path);return c&&`${c.id}-${i.startLine}`},layerKey:(i,c)=>{const m=i===void 0?void 0:a.get(i);return m===void 0||c===void 0?void 0:`${m}-${c}`}}}function jt(e){const t=new Map;return new Map(e.map(n=>{const{fingerprint:r}=n,o=/^[0-9a-f]{12}/.exec(String(r))?.[0]??de(String(r)),s=(t.get(o)??0)+1;return t.set(o,s),[n,`f-${o}${s===1?"":`-${s}`}`]}))}function de(e){return(0,G.createHash)("sha256").update(e).digest("hex").slice(0,12)}const me=`'use strict';
(() => {
  const $ = (id) => document.getElementById(id);

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
          rows = [...original].sort((a, b) => direction * compare(key.get(a), key.get(b)) || rank.get(a) - rank.get(b));
        }
        body.append(...rows);
        update();
      });
    });
    update();
    return () => { limit = first; update(); };
  };

  let layer = '';
  const entries = [...document.querySelectorAll('.entry')].map((entry) => ({
    entry,
    list: entry.parentElement,
    head: entry.firstChild.textContent.toLowerCase(),
    status: entry.closest('#not-affected') ? 'not affected' : entry.closest('#suppressed,#fixed')?.id ?? 'open',
    items: [...entry.querySelectorAll('li')].map((item) => ({ item, keys: item.dataset.f.split(' ') })),
  }));
  const total = entries.reduce((sum, { items }) => sum + items.length, 0);
  const folds = [...document.querySelectorAll('.fold')];
  const opened = new Set();

  /** Shows the matching findings, and what contains them. */
  const refresh = () => {
    if (!$('filters')) return;
    const severities = new Set([...document.querySelectorAll('input[name=severity]:checked')].map((box) => box.value));
    const terms = $('search').value.toLowerCase().split(/\\s+/).filter(Boolean);
    const [check, origin, fixable] = [$('check').value, $('origin').value, $('fixable').checked];
    const matches = ({ item, keys: [s, c, f, l, o] }, head) =>
      severities.has(s) && (!check || c === check) && (!origin || o === origin) && (!fixable || f === 'fix') &&
      (!layer || l === layer) && terms.every((term) => head.includes(term) || item.textContent.toLowerCase().includes(term));
    let matching = 0;
    const counts = new Map();
    for (const { entry, status, head, items } of entries) {
      const before = matching;
      for (const one of items) {
        one.item.hidden = !matches(one, head);
        if (!one.item.hidden) matching++;
      }
      entry.hidden = matching === before;
      if (matching > before) counts.set(status, (counts.get(status) ?? 0) + matching - before);
    }
    const isFiltered = matching < total;
    for (const fold of folds) {
      const isEmpty = !fold.querySelector('.entry:not([hidden])');
      fold.hidden = isEmpty;
      if (isFiltered && !isEmpty && !fold.open) { fold.open = true; opened.add(fold); }
      if (!isFiltered && opened.delete(fold)) fold.open = false;
    }
    const parts = [...counts].map(([status, count]) => count + ' ' + status);
    $('count').textContent = (parts.join(', ') || 'None') + (isFiltered ? ' of ' + total + ' findings' : '');
  };

  /** Sorts the entries of each list by the text of a part of their line, or as the page has them. */
  const order = () => {
    const part = { place: '.at', id: '.id' }[$('order').value];
    const key = new Map(part ? entries.map(({ entry }) => [entry, entry.querySelector(part).textContent]) : []);
    const compare = new Intl.Collator('en', { numeric: true }).compare;
    const sorted = part ? [...entries].sort((a, b) => compare(key.get(a.entry), key.get(b.entry))) : entries;
    for (const { entry, list } of sorted) list.append(entry);
  };

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
    form.addEventListener('input', (event) => {
      if (event.target.id === 'order') return order();
      clearTimeout(timer);
      timer = setTimeout(changed, 80);
    });
    form.addEventListener('reset', () => setTimeout(() => {
      if (id !== 'filters') return changed();
      order();
      showLayer('');
    }));
  }
  refresh();
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-layer]');
    if (link && $('filters')) {
      event.preventDefault();
      showLayer(link.dataset.layer, link.dataset.layer.split('-')[1]);
      $('findings').scrollIntoView();
      $('search').focus({ preventScroll: true });
    } else if (event.target.id === 'layer') {
      showLayer('');
      $('search').focus();
    } else if (event.target.id === 'expand') {
      const shown = [...document.querySelectorAll('.entry:not([hidden]),.fold:not([hidden])')];
      const open = shown.some((one) => !one.open);
      for (const one of shown) one.open = open;
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) || !$('search')) return;
    event.preventDefault();
    $('search').focus();
  });
  /* A link may lead to a line of a collapsed file, or to a finding that is collapsed or filtered out. */
  const expand = () => {
    const target = location.hash.length > 1 && $(location.hash.slice(1));
    if (!target) return;
    if (target.closest('[hidden]') && target.closest('.entry')) $('filters').reset();
    for (let at = target.closest('details'); at; at = at.parentElement.closest('details')) at.open = true;
    setTimeout(() => target.scrollIntoView());
  };
  addEventListener('hashchange', expand);
  expand();
})();`;function At(e){const t=e.filter(({body:r})=>r.length>0);return[`<nav aria-label="Sections"><ul>${t.map(({id:r,title:o})=>`<li><a href="#${r}">${o}</a></li>`).join("")}</ul></nav>`,"<main>",...t.flatMap(({id:r,title:o,body:s})=>[`<section aria-labelledby="${r}">`,`<h2 id="${r}">${o}</h2>`,...s,"</section>"]),"</main>"]}const pe=400,fe=3,Et=400,It=12,D=6;function Tt(e,t,n){if(n.files.size===0)return[];const r=(0,w.$)(e,({location:o})=>o?.path??"");return[...[...n.files].flatMap(([o,{id:s,text:a}])=>{const l=r.get(o)??[],i=l.length>0?`: ${(0,$.lc)(l)}`:"";return[`<details${n.files.size<=4?" open":""}><summary><b>${d(o,200)}</b> <span class="dim">${(0,x.td)(l.length,"finding")}${i}</span></summary>`,`<div class="source" role="region" aria-label="${d(o,200)}" tabindex="0">`,...Nt(a,l,{id:s,packages:t,anchors:n}),"</div></details>"]})]}function Nt(e,t,{id:n,packages:r,anchors:o}){const s=e.replace(/\n$/,"").split(`
`),a=(0,w.$)(t,({location:m})=>String(m?.startLine)),l=t.flatMap(({location:m})=>m?.startLine??[]),i=s.length<=pe?void 0:zt(l,s.length);let c=0;return s.flatMap((m,h)=>{const u=h+1;if(i&&!i.has(u))return[];const g=u>c+1?['<div class="gap">\u22EF</div>']:[];c=u;const S=a.get(String(u))??[],y=S.length>0?`<ul class="notes">${Ot(S,r,o).join("")}</ul>`:"";return[...g,`<div class="line${S.length>0?" marked":""}" id="${n}-${u}"><span class="number">${u}</span><code>${Ft(m,S)}</code>${y}</div>`]})}function zt(e,t){const n=new Set;for(const r of[...new Set(e)].sort((o,s)=>o-s)){const o=Math.max(1,r-fe);for(let s=o;s<=Math.min(t,r+fe);s++)n.add(s);if(n.size>=pe)break}return n}function Ft(e,t){const n=(0,p.ml)(e.replace(/\r$/,""),Et),r=new Array(n.length).fill(!1);for(const{location:s}of t.filter(a=>!(0,v.C9)(a))){if(!s)continue;const{startLine:a,startColumn:l,endLine:i,endColumn:c}=s,m=i===a?c-1:n.length;for(let h=Math.max(0,l-1);h<Math.min(m,n.length);h++)r[h]=!0}let o="";for(let s=0;s<n.length;){let a=s+1;for(;a<n.length&&r[a]===r[s];)a++;const l=(0,p.ZD)((0,p.aj)(n.slice(s,a).replaceAll("	","    ")));o+=r[s]?`<mark>${l}</mark>`:l,s=a}return o}function Ot(e,t,n){const r=[...e].sort($.Yj),o=(0,w.$)(r.filter(c=>!(0,v.C9)(c)),({rule:c})=>c),s=r.filter(v.C9),a=[...o.values()].slice(0,It).flatMap(([c,...m])=>{if(!c)return[];const h=m.length>0?` \xD7${m.length+1}`:"";return[ue(c,`${d(c.rule,80)}${h}`,n)]}),l=o.size-a.length,[i]=s;return[...a,...l>0?[`<li class="dim">and ${l} more</li>`]:[],...i?[ue(i,Rt(s,t),n)]:[]]}function ue(e,t,n){const r=n.findingAnchor(e),o=r===void 0?t:`<a href="#${r}">${t}</a>`;return`<li>${C(e.severity)} ${o}</li>`}function Rt(e,t){const n=(0,w.$)(e,a=>{const{package:l,installed:i}=(0,v._w)(a,t);return`${l} ${i??""}`.trim()}),r=[...n.keys()].slice(0,D).map(a=>d(a,80)),o=n.size>D?` and ${n.size-D} more`:"";return`${e.some(({check:a})=>a==="malware")?(0,x.td)(e.length,"finding"):(0,x.td)(e.length,"vulnerability","vulnerabilities")} in ${r.join(", ")}${o}`}const Bt=`
:root{--page:#fff;--text:#1c2128;--dim:#57606a;--line:#d8dee4;--soft:#f6f8fa;--link:#0757b3;--mark:#fff3c4;
--critical:#a40e26;--high:#b93a0b;--medium:#805400;--low:#1d5fa8;--info:#57606a;--pass:#1a7f37;--size:#8b98a5}
@media screen and (prefers-color-scheme:dark){:root{--page:#0f1419;--text:#e3e8ed;--dim:#9aa6b2;--line:#2d353e;--soft:#171d24;--link:#7ab7ff;--mark:#4a3c0a;
--critical:#ff8590;--high:#ffa15c;--medium:#e3b341;--low:#79b8ff;--info:#9aa6b2;--pass:#56d364;--size:#66737f}}
*{box-sizing:border-box}
html{font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;color:var(--text);background:var(--page);scroll-padding-top:1rem}
body{max-width:76rem;margin:0 auto;padding:2rem 1.5rem 3rem}
a{color:var(--link)}
b,strong{font-weight:600}
h1,h2,h3,p,ul,dl,dd{margin:0}
h1{font-size:1.6rem;line-height:1.25;font-weight:650;letter-spacing:-.01em}
h3{font-size:1rem;font-weight:600;margin-top:.6rem}
h2{font-size:1.15rem;font-weight:650;margin-bottom:.6rem}
section{margin-top:2.5rem}
.dim{color:var(--dim)}
code,.number,.source .rule{font:.85rem/1.55 ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--page);padding:.2rem .6rem}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
header{border-left:.35rem solid var(--medium);padding:.1rem 0 .1rem 1.1rem;display:grid;grid-template-columns:minmax(0,3fr) minmax(18rem,2fr);gap:1rem 2.5rem;align-items:start}
header.fail{border-color:var(--critical)}header.pass{border-color:var(--pass)}
header.fail .facts b{color:var(--critical)}header.pass .facts b{color:var(--pass)}header.incomplete .facts b{color:var(--medium)}
.facts{display:flex;flex-wrap:wrap;gap:.1rem 1.25rem;margin:.5rem 0;color:var(--dim)}
.action{background:var(--soft);border:1px solid var(--line);border-radius:6px;padding:.7rem 1rem;margin-top:1rem}
.action h2{font-size:.85rem;color:var(--dim);margin-bottom:.1rem;font-weight:600}
.action p{font-size:1.05rem}.action p::first-letter{text-transform:uppercase}
.totals caption{position:absolute;left:-99rem}.totals th,.totals td{padding:.12rem .3rem;border:0}.totals th:first-child{padding-left:0}.totals th:last-child,.totals td:last-child{padding-right:0}.totals td{text-align:right;font-variant-numeric:tabular-nums}.totals th[scope=col]:not(:first-child){text-align:right}
.totals td{vertical-align:middle}.totals td:nth-child(2){width:100%}.totals tr:last-child>*{border-top:1px solid var(--line)}
.bar{display:flex;height:.75rem}.bar i{background:currentColor}.bar i:first-child{border-radius:2px 0 0 2px}.bar i:last-child{border-radius:0 2px 2px 0}.bar .existing{opacity:.45}
nav ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.3rem 1.25rem;margin-top:1.5rem;padding-bottom:.5rem;border-bottom:1px solid var(--line)}
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
.layers{table-layout:fixed;margin-bottom:1.5rem}.layers th:nth-child(1){width:3.5rem}.layers th:nth-child(2){width:44%}.layers th:nth-child(3){width:20%}
.layers td{padding-top:.3rem;padding-bottom:.3rem;vertical-align:middle}
.layers svg{display:inline-block;width:55%;height:.7rem;vertical-align:middle;margin-right:.7rem}.layers td:last-child svg{width:6rem}
form{display:flex;flex-wrap:wrap;gap:.4rem .8rem;align-items:center;margin:.5rem 0;font-size:.93rem}
form[hidden]{display:none}
fieldset{border:0;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.4rem .8rem}
legend{position:absolute;left:-99rem}
input,select,form>button,#package-more{font:inherit;color:inherit;background:var(--page);border:1px solid var(--size);border-radius:5px;padding:.25rem .5rem}
input[type=checkbox]{accent-color:currentColor;margin:0 .3rem 0 0;vertical-align:-.1em}
.search input{width:13rem;max-width:60vw}
button{cursor:pointer}
[role=status]{color:var(--dim);min-height:1.5em}
#files~details,.fold{border:1px solid var(--line);border-radius:6px;margin-bottom:1rem}
.fold{margin:1rem 0 0}.fold>.entries{padding:0 .9rem}
summary{padding:.55rem .9rem;cursor:pointer}
.entry{border-top:1px solid var(--line)}
.entry>summary{display:grid;grid-template-columns:5.6rem minmax(0,1fr) minmax(0,16%) minmax(0,16%);gap:0 1rem;padding:.45rem .2rem .45rem 1.2rem;list-style:none;position:relative;overflow-wrap:anywhere}
.entry>summary::-webkit-details-marker{display:none}
.entry>summary::before{content:"";position:absolute;left:.2rem;top:.95rem;border:.28rem solid transparent;border-left-color:var(--dim);border-right:0}
.entry[open]>summary::before{transform:rotate(90deg)}
.entry>summary:hover{background:var(--soft)}
.id{font:.85rem/1.55 ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace;color:var(--dim)}
.fix,.at{font-size:.93rem}.at{color:var(--dim)}
.body{padding:.1rem .2rem .9rem 7.8rem;overflow-wrap:anywhere}
.body dl{max-width:46rem}.body dt{font-weight:600;font-size:.87rem}.body dd{margin-bottom:.5rem}
.body ul{list-style:none;padding:0}.body li{padding:.2rem 0}
.body li:target,.entry:has(li:target)>summary{background:var(--mark)}
.body code{background:var(--soft);padding:.05em .25em;border-radius:3px}
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
@media screen and (max-width:50rem){header{grid-template-columns:minmax(0,1fr)}.totals{max-width:30rem}}
@media screen and (max-width:52rem){body{padding:1.25rem 1rem}.line{grid-template-columns:2.4rem minmax(0,1fr)}.notes{grid-column:2}
.entry>summary{display:flex;flex-wrap:wrap}.entry>summary .title{flex-basis:100%;order:1}.entry>summary .at{order:2}.entry>summary .fix{order:1}.fix:empty{display:none}.body{padding-left:1.2rem}
#package-rows thead,.layers thead{position:absolute;left:-99rem}
#package-rows tr,.layers tr{display:flex;flex-wrap:wrap;gap:0 .9rem;border-bottom:1px solid var(--line);padding:.4rem 0}
#package-rows tr[hidden]{display:none}
#package-rows td,.layers td{border:0;padding:0}.layers td:nth-child(n+3){flex-basis:100%}.layers td:nth-child(2){flex:1}.layers td:first-child:not(:empty)::before{content:"layer "}.layers td:last-child svg{width:40%}.layers td:last-child:has(.dim),.layers td:empty{display:none}}
@media print{html{font-size:11px;print-color-adjust:exact}body{max-width:none;padding:0}form,.skip,nav,#package-more{display:none}
details::details-content{content-visibility:visible;display:block;height:auto}
section,.line,tr,.entry{break-inside:avoid}.source,section{break-inside:auto}a{color:inherit;text-decoration:none}}
`.trim().replaceAll(`
`,""),Pt=["new","existing","fixed"];function Xt({counts:e,isCompared:t}){const n=t?Pt:["new"];if(n.every(i=>e[i].total===0))return[];const r=i=>e.new[i]+e.existing[i],o=Math.max(1,...M.oC.map(r)),s=n.map(i=>`<th scope="col">${t?i:"findings"}</th>`),a=i=>n.map(c=>`<td>${e[c][i]}</td>`).join(""),l=M.oC.map(i=>{const c=[he(i,"new",e.new[i]/o),he(i,"existing",e.existing[i]/o)].join("");return`<tr><th scope="row">${C(i)}</th><td aria-hidden="true"><span class="bar">${c}</span></td>${a(i)}</tr>`});return['<table class="totals">',"<caption>Findings by severity</caption>",`<thead><tr><th scope="col">Severity</th><td aria-hidden="true"></td>${s.join("")}</tr></thead>`,"<tbody>",...l,`<tr><th scope="row">total</th><td aria-hidden="true"></td>${a("total")}</tr>`,"</tbody></table>"]}function he(e,t,n){return n===0?"":`<i class="${e} ${t}" style="width:${(n*100).toFixed(1)}%"></i>`}const Dt={id:"html",description:"one self-contained web page",render:Ut};function Ut(e,t){const n=(0,Pe.SM)(e,t);return`${[...Vt(d(n.headline,400)),"<body>",'<a class="skip" href="#findings">Skip to the findings</a>',...Zt(e,n,t),...At(Ht(e,n,t)),...Qt(e,t),`<script>${me}<\/script>`,"</body>","</html>"].join(`
`)}
`}function Ht(e,t,n){const r=(0,v.Ss)(e),o=(0,$.lb)(e.findings),s=(0,Z.t)(e,n),a=(0,$.lb)(s.findings),l=it(t),i=l.groups.flatMap(u=>u.findings),c=(0,Z.X)(n),m=Ct(e,i,n.source),h={rules:n.rules,packages:r,anchors:m};return[{id:"findings",title:"Findings",body:[...c===""?[]:[`<p>${d(c,400)}</p>`],...lt(s,t,l,h)]},{id:"image-changes",title:Re.Fk,body:pt(t,m)},{id:"layers",title:"Layers",body:ut(a,m)},{id:"files",title:"Files",body:Tt(o,r,m)},{id:"packages",title:"Packages",body:kt(e.packages,a,m)},...Yt(e,n)]}function Vt(e){return["<!doctype html>",'<html lang="en">',"<head>",'<meta charset="utf-8">',`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '${Gt}'; base-uri 'none'; form-action 'none'">`,'<meta name="viewport" content="width=device-width, initial-scale=1">','<meta name="color-scheme" content="light dark">',`<title>${e}</title>`,`<style>${Bt}</style>`,"<noscript><style>tr[hidden]{display:table-row}</style></noscript>","</head>"]}const Gt=`sha256-${(0,G.createHash)("sha256").update(me).digest("base64")}`,Kt=5;function Zt(e,t,n){const r=n.untrusted?"incomplete":e.verdict.outcome,o=(0,Oe.NB)(e).join("; "),s=e.targets.filter(({kind:m})=>m==="image"||m==="sbom"),a=new Map((s.length>0?s:e.targets).map(m=>[m.name,m])),l=[...a.values()].slice(0,Kt).map(m=>`<span>${d(m.name,120)}<span class="dim">${d((0,K.W)(m),100)}</span></span>`),i=a.size-l.length,c=t.headline.replace(/^[^\p{L}\p{N}]+/u,"");return[`<header class="${r}">`,"<div>",`<h1>${d(c,400)}</h1>`,`<p class="facts">${[`<b>${Wt[r]}</b>`,...l,...i>0?[`<span>and ${i} more</span>`]:[],...n.baseline?[`<span>compared with ${d(n.baseline,80)}</span>`]:[]].join("")}</p>`,...o===""?[]:[`<p class="reasons">${d(o,400)}</p>`],...Jt(t),"</div>",...Xt(t),"</header>"]}const Wt={pass:"Passed",fail:"Failed",incomplete:"Incomplete"};function Jt({nextSteps:e}){const[t]=e;if(!t)return[];const{title:n,location:r,resolves:o,rule:s}=t,a=(0,Be.qN)(s&&d(s,80),r&&`<b>${d(r.path,120)}:${r.startLine}</b>`);return['<div class="action" role="group" aria-labelledby="action">','<h2 id="action">Next step</h2>',`<p><b>${d(n,200)}</b>${a} <span class="dim">resolves ${(0,Xe.WP)(o)}</span></p>`,"</div>"]}function Yt(e,t){const{open:n,allowed:r,informational:o}=(0,b.dc)(e),s=i=>(0,z.Uo)(i).map(({target:c,checks:m,state:h})=>`${c}: ${m}: ${h}`),a=e.notes.map(i=>i.target?`${i.target}: ${i.message}`:i.message),l=s(e.coverage.filter(i=>!(0,Fe.NH)(i)));return[{id:"policy-changes",title:"Policy changes",body:k(e.policyChange??[])},{id:"added-suppressions",title:"Suppressions that the pull request adds",body:k(e.addedSuppressions??[])},{id:"gaps",title:`Not checked (${(0,b.HB)(n)})`,body:k([...s(n),...(0,b.eL)(n,t)])},{id:"allowed-gaps",title:`Not checked, allowed (${(0,b.HB)(r)})`,body:k(s(r))},{id:"informational-gaps",title:`Informational (${(0,b.HB)(o)})`,body:k(s(o))},{id:"coverage",title:"Coverage",body:e.coverage.length===0?[]:[`<p>${d((0,z.rL)(e))}</p>`,...k([`Checked: ${(0,z.ut)(e)}`,...l])]},{id:"notes",title:"Notes",body:k(a)}]}function k(e){return e.length===0?[]:["<ul>",...e.slice(0,500).map(n=>`<li>${d(n,2e3)}</li>`),"</ul>"]}function Qt(e,t){return[`<footer>${[`portside ${d(e.tool.version,40)}`,t.ended.toISOString().slice(0,16).replace("T"," ").concat(" UTC"),...t.policy?[`policy ${d(t.policy,120)}`]:[],...t.advisories?[`advisories ${d(t.advisories,60)}`]:[]].join(" \xB7 ")}</footer>`]}var qt=f(12145),_t=f(84676),en=f(58584);const tn={id:"junit",description:"JUnit XML for CI servers",render:nn};function nn(e,t){const n={fails:()=>e.verdict.outcome==="fail",...t},r=e.findings.filter(y=>y.status!=="fixed"),o=(0,w.$)(r,rn),s=new Set(e.coverage.flatMap(y=>on(y)?[]:[y.target]));for(const{name:y}of e.targets)s.has(y)&&!o.has(y)&&o.set(y,[]);const a=Math.max(0,(n.ended.getTime()-n.started.getTime())/1e3),l=[...o].map(([y,hn])=>sn(y,hn,n)),i=r.filter(y=>U(y,n)).length,{open:c,allowed:m,informational:h}=(0,b.dc)(e),u=[...m,...h],g=[...c,...u];return['<?xml version="1.0" encoding="UTF-8"?>',`<testsuites name="portside" tests="${r.length+g.length+[...o.values()].filter(y=>y.length===0).length}" failures="${i}" errors="${c.length}" time="${a}">`,...l,...g.length>0?[cn(c,u,n)]:[],"</testsuites>",""].join(`
`)}function on({state:e}){return e==="not-covered"||e==="failed"}function rn(e){return e.subject?.image??e.location?.path??e.check}function sn(e,t,n){const r=t.filter(a=>U(a,n)).length,o=L(e,1e3),s=t.length===0?[`    <testcase name="no findings" classname="${o}"/>`]:t.map(a=>an(a,o,n));return[`  <testsuite name="${o}" tests="${Math.max(t.length,1)}" failures="${r}" errors="0" skipped="${t.length-r}" timestamp="${ge(n)}">`,...s,"  </testsuite>"].join(`
`)}function U(e,{fails:t}){return e.status!=="excepted"&&t?.(e)===!0}function an(e,t,n){const{location:r}=e,o=r?` ${r.path}:${r.startLine}`:"",s=e.subject?.purl??e.subject?.path??"",a=L(`${e.rule}${o}${s?` ${s}`:""}`,1e3),l=L(e.message,4e3),i=r?`${r.path}:${r.startLine}:${r.startColumn}: `:"",c=U(e,n)?`<failure type="${e.severity}" message="${l}">${L(i,1e3)}${l}</failure>`:`<skipped message="${ln(e)}: ${l}"/>`;return`    <testcase name="${a}" classname="${t}">${c}</testcase>`}function ln({exception:e,status:t,severity:n}){return t!=="excepted"?`${n}, does not fail the policy`:e?.source==="evidence"?"not affected":`suppressed by ${e?.source==="vex"?"a VEX document":"a policy exception"}`}function cn(e,t,n){const r=(o,s)=>`    <testcase name="${te.c[o.check]} check" classname="${L((0,b.mx)(o),1e3)}"><${s} message="${L((0,b.O$)(o),4e3)}"/></testcase>`;return[`  <testsuite name="not checked" tests="${e.length+t.length}" failures="0" errors="${e.length}" skipped="${t.length}" timestamp="${ge(n)}">`,...e.map(o=>r(o,'error type="incomplete"')),...t.map(o=>r(o,"skipped")),"  </testsuite>"].join(`
`)}function ge(e){return e.started.toISOString().slice(0,19)}function L(e,t){return(0,p.ZD)((0,p.ml)(e,t))}var dn=f(11314),mn=f(64806),pn=f(80685),fn=f(20353);const un=new Map([fn.Q,en.P,mn.Is,dn.wD,Dt,tn,je,ke,ye,Le.Ib,V.y,V.W,pn.y,qt.h,_t.M].map(e=>[e.id,e]))})};export{$n as id,yn as ids,bn as modules};
