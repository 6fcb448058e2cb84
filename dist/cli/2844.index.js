const Gn=2844,Xn=[2844],Vn={22844:((Un,Le,p)=>{p.d(Le,{FORMATS:()=>zn});var w=p(29892),d=p(46548),$=p(854),g=p(70326);const Ce={id:"checkstyle",description:"Checkstyle XML for editors and review bots",render:je};function je(e){const n=[...(0,$.lb)(e.findings).filter(s=>s.location!==void 0).sort($.wp).map(s=>({path:s.location?.path??"",xml:Me(s)})),...(0,g.$q)(e).map(s=>({path:s.gap.target,xml:Ie(s)}))];return['<?xml version="1.0" encoding="UTF-8"?>','<checkstyle version="4.3">',...[...(0,w.$)(n,({path:s})=>s)].flatMap(([s,i])=>[`  <file name="${(0,d.ZD)(s)}">`,...i.map(({xml:a})=>a),"  </file>"]),"</checkstyle>",""].join(`
`)}function Me(e){const{startLine:t=1,startColumn:n=1}=e.location??{},o=(0,d.ZD)((0,d.ml)(e.message,4e3)),s=(0,d.ZD)((0,d.ml)(`portside.${e.check}.${e.rule}`,500));return`    <error line="${t}" column="${n}" severity="${Ae[e.severity]}" message="${o}" source="${s}"/>`}function Ie({gap:e,isError:t,text:n}){return`    <error line="1" column="1" severity="${t?"error":"info"}" message="${(0,d.ZD)(n)}" source="portside.${e.check}.not-checked"/>`}const Ae={critical:"error",high:"error",medium:"warning",low:"info",info:"info"};var Z=p(75527);const Ee={id:"code-quality",description:"Code Climate JSON for GitLab\u2019s code quality widget",render:Pe};function Pe(e){const t=(0,$.lb)(e.findings).sort($.wp).flatMap(n=>{const o=(0,d.Bd)(n.location?.path??"");if(!n.location||o===void 0)return[];const{startLine:s,endLine:i}=n.location;return{type:"issue",check_name:(0,d.aj)(n.rule),categories:[n.check==="lint"?"Style":"Security"],description:`${(0,d.aj)(n.rule)}: ${(0,d.ml)((0,d.aj)(n.message),1e3)}`,fingerprint:n.fingerprint,severity:O[n.severity],location:{path:(0,d.aj)(o),lines:{begin:s,end:Math.max(s,i)}}}});return`${(0,d.aB)([...t,...(0,g.$q)(e).map(Te)],2)}
`}function Te({gap:e,isError:t,text:n}){return{type:"issue",check_name:"not-checked",categories:["Security"],description:(0,d.ml)(n,1e3),fingerprint:(0,Z.Rj)("not-checked",e.check,(0,g.mx)(e)),severity:t?O.high:O.info,location:{path:(0,d.aj)((0,d.Bd)(e.target)??"Dockerfile"),lines:{begin:1,end:1}}}}const O={critical:"blocker",high:"critical",medium:"major",low:"minor",info:"info"};var D=p(30917),j=p(56479),R=p(77598);function W(e){const t=e.targets.filter(n=>n.kind==="image"||n.kind==="sbom");return t.length===1?t[0]:void 0}function J(...e){const t=(0,R.createHash)("sha256");for(const o of e)t.update(`${o.length}:${o}`);const n=t.digest("hex");return`${n.slice(0,8)}-${n.slice(8,12)}-8${n.slice(13,16)}-a${n.slice(17,20)}-${n.slice(20,32)}`}function Y(e){const{layer:t,location:n,source:o,module:s,ownedBy:i,evidence:a,platforms:l}=e,r=[],c=(m,f)=>{f&&r.push({name:`portside:${m}`,value:(0,d.aj)(f)})};return c("layer:index",t&&String(t.index)),c("layer:diffID",t?.diffID),c("dockerfile",n&&`${n.path}:${n.startLine}`),c("source",o&&[o.name,o.version??""].join(" ").trim()),c("module",s),c("ownedBy",i),c("evidence",a),c("platforms",l?.join(",")),r}function Q(e){if(e.length>500)return!1;const t=e.replace(/[()]/g," $& ").trim().split(/\s+/);let n=!0,o=0;for(const s of t){if(n&&s==="(")o++;else if(!n&&s===")")o--;else if(n&&Ne.has(s))n=!1;else if(!n&&(s==="AND"||s==="OR"))n=!0;else return!1;if(o<0)return!1}return!n&&o===0}const Ne=new Set(`0BSD AFL-2.1 AGPL-3.0-only AGPL-3.0-or-later Apache-1.1 Apache-2.0 Artistic-1.0-Perl Artistic-2.0 BSD-2-Clause
  BSD-3-Clause BSD-4-Clause BSL-1.0 BlueOak-1.0.0 CC-BY-3.0 CC-BY-4.0 CC0-1.0 CDDL-1.0 CDDL-1.1 curl EPL-1.0 EPL-2.0
  EUPL-1.2 GFDL-1.3-or-later GPL-1.0-or-later GPL-2.0 GPL-2.0-only GPL-2.0-or-later GPL-3.0 GPL-3.0-only
  GPL-3.0-or-later HPND ICU IJG ISC LGPL-2.0-only LGPL-2.0-or-later LGPL-2.1 LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0
  LGPL-3.0-only LGPL-3.0-or-later Libpng MIT MIT-0 MPL-1.1 MPL-2.0 MS-PL NCSA OFL-1.1 OpenSSL PSF-2.0 Python-2.0 Ruby
  SISSL TCL Unicode-3.0 Unicode-DFS-2016 Unlicense UPL-1.0 Vim W3C WTFPL X11 Zlib ZPL-2.1 zlib-acknowledgement
  bzip2-1.0.6 blessing`.split(/\s+/));var y=p(46055);const Oe={id:"cyclonedx",description:"CycloneDX 1.6 SBOM",render:De};function De(e,t){const n=Re(e.packages),o=e.packages.map(r=>Be(r,n.get(r)??r.purl)),s=W(e),i=t.ended.toISOString(),a=(0,g.$q)(e),l=Fe(e,n);return`${(0,d.aB)({$schema:"http://cyclonedx.org/schema/bom-1.6.schema.json",bomFormat:"CycloneDX",specVersion:"1.6",serialNumber:`urn:uuid:${J(i,s?.name??"",JSON.stringify(o))}`,version:1,metadata:{timestamp:i,tools:{components:[{type:"application",name:"portside",version:e.tool.version}]},component:{"bom-ref":q,type:s?.kind==="image"?"container":"application",name:(0,d.aj)(s?.name??t.repository?.name??"repository"),version:s?.digest?(0,d.aj)(s.digest):void 0,properties:s?.platform?[{name:"portside:platform",value:(0,d.aj)(s.platform)}]:void 0},properties:a.length>0?a.map(({text:r})=>({name:"portside:not-checked",value:r})):void 0},components:o,compositions:a.some(({gap:r})=>r.check==="vulnerability")?[{aggregate:"incomplete",assemblies:[q]}]:void 0,vulnerabilities:l.length>0||(0,g.$_)(e,"vulnerability")?l:void 0},2)}
`}const q="portside:subject";function Re(e){const t=new Map;return new Map(e.map(n=>{const o=(t.get(n.purl)??0)+1;return t.set(n.purl,o),[n,o===1?n.purl:`${n.purl}#${o}`]}))}function Be(e,t){const n=Y(e);return{"bom-ref":t,type:"library",name:(0,d.aj)(e.name),version:(0,d.aj)(e.version),licenses:e.license?ze(e.license):void 0,purl:e.purl,properties:n.length>0?n:void 0,evidence:e.paths.length>0?{occurrences:e.paths.map(o=>({location:(0,d.aj)(o)}))}:void 0}}function ze(e){return Q(e)?[{expression:e}]:[{license:{name:(0,d.aj)(e)}}]}function Fe(e,t){const n=(0,y.Ss)(e),o=(0,w.$)(t,([a])=>a.purl),{notAffected:s}=(0,j.pe)((0,$.zC)(e.findings,"excepted"));return[...(0,w.$)((0,$.lb)(e.findings).filter(y.C9),a=>a.rule),...(0,w.$)(s,a=>a.rule)].map(([a,l])=>({id:(0,d.aj)(a),ratings:l.slice(0,1).map(r=>Xe(r,n)),description:(0,d.aj)(Ge(a,n,l[0])),recommendation:[...new Set(l.map(r=>Ve(r,n)))].join(" "),affects:[...new Set(l.flatMap(r=>(0,D.f)(r)))].flatMap(r=>(o.get(r)??[]).map(([,c])=>({ref:c}))),analysis:Ue(l)}))}function Ue(e){if(!e.every(j.UK))return;const t=new Set(e.flatMap(({exception:o})=>o?.reason??[]));return{state:"not_affected",justification:"code_not_present",detail:(0,d.aj)([...t].join("; "))}}function Ge(e,t,n){return n?(0,y._w)(n,t).summary??n.message:e}function Xe(e,t){const{score:n,vector:o}=(0,y._w)(e,t),s=/^CVSS:(3\.0|3\.1|4\.0)\//.exec(o??"")?.[1];return{severity:e.severity,score:n,method:s&&`CVSSv${s.replace(".0","").replace(".","")}`,vector:s&&o?(0,d.aj)(o):void 0}}function Ve(e,t){return(0,d.aj)((0,y.dz)((0,y._w)(e,t)))}var He=p(83396),Ke=p(11171);const Ze={id:"gitlab",description:"GitLab container scanning report 15.2.1",render:We},I={name:255,description:1e5,solution:7e3,image:255};function We(e,t){const n=(0,y.Ss)(e),o={id:"portside",name:"Portside",version:e.tool.version,vendor:{name:"Portside"}},s=!(0,g.dc)(e).open.some(({check:i})=>i==="vulnerability")&&e.targets.every(({kind:i,name:a})=>i!=="image"&&i!=="sbom"||(0,g.$_)(e,"vulnerability",a));return`${(0,d.aB)({version:"15.2.1",scan:{analyzer:o,scanner:o,type:"container_scanning",start_time:t.started.toISOString().slice(0,19),end_time:t.ended.toISOString().slice(0,19),status:s?"success":"failure",messages:(0,g.$q)(e).map(({isError:i,text:a})=>({level:i?"warn":"info",value:a}))},vulnerabilities:(0,$.lb)(e.findings).filter(y.C9).sort($.Yj).map(i=>Je(i,e,n))},2)}
`}function Je(e,t,n){const o=(0,y._w)(e,n),s=(0,d.aj)(e.subject?.image??t.targets[0]?.name??"")||"image",i=o.vector!==void 0&&qe.test(o.vector)?o.vector:void 0,a=o.references.map(d.aj).filter(l=>/^https?:\/\/\S+$/.test(l));return{id:e.fingerprint,name:(0,d.ml)((0,d.aj)(e.rule),I.name),description:(0,d.ml)((0,d.aj)(o.summary??e.message),I.description),severity:_e[e.severity],solution:o.fixed&&(0,d.ml)((0,d.aj)(`Update ${o.package} to ${o.fixed} or later.`),I.solution),identifiers:[e.rule,...new Set(o.aliases)].map(Ye),links:a.length>0?a.map(l=>({url:l})):void 0,cvss_vectors:i&&[{vendor:"unknown",vector:i}],location:{dependency:{package:{name:(0,d.aj)(o.package)},version:(0,d.aj)(o.installed??"")},operating_system:Qe(e),image:s,default_branch_image:(0,d.ml)((0,Z.tO)(s),I.image)}}}function Ye(e){const t=(0,d.aj)(e)||"unknown";return{type:/^[A-Za-z]+(?=-)/.exec(t)?.[0].toLowerCase()??"portside",name:t,value:t}}function Qe(e){const t=(0,Ke.r5)(e.subject?.purl??"")?.qualifiers.get("distro");return t===void 0?"unknown":(0,d.aj)(t)}const qe=/^CVSS:3\.[01](?:\/(?:AV:[NALP]|AC:[LH]|PR:[NLH]|UI:[NR]|S:[UC]|[CIA]:[NLH])){8}$/,_e={critical:"Critical",high:"High",medium:"Medium",low:"Low",info:"Info"};var et=p(27989),B=p(85800),_=p(95259),tt=p(58335),ee=p(15822),nt=p(25793),ot=p(32792),st=p(34928),x=p(79112),A=p(94018),it=p(79132);function rt(e,t){const n=(0,it.J)(e.filter(y.C9),t),o=(0,w.$)(e.filter(s=>!(0,y.C9)(s)).sort($.Yj),({check:s,rule:i,severity:a,status:l})=>[s,i,a,l].join(`
`));return[...n.map(s=>({findings:s.findings,group:s})),...[...o.values()].flatMap(([s,...i])=>s?[{findings:[s,...i]}]:[])].sort((s,i)=>(0,$.Yj)(s.findings[0],i.findings[0]))}var M=p(95278),at=p(70568),te=p(3504),E=p(89094),lt=p(66032);function u(e,t=300){return(0,d.ZD)((0,d.ml)(e,t))}function P(e){return u(e,160).replaceAll("/","/<wbr>")}function T(e){return`<span class="s ${e}">${e}</span>`}function ne(e){const t=["B","kB","MB","GB","TB"];let n=0,o=e;for(;o>=999.5&&n<t.length-1;)o/=1e3,n++;return`${o>=10||n===0?Math.round(o):o.toFixed(1)} ${t[n]}`}function oe(e){return(0,d.ZD)(e).split("&#96;").map((t,n)=>n%2===1?`<code>${t}</code>`:t).join("")}const z=3;function ct(e,t,n){const{findings:o}=e,[s]=o,i=e.group?void 0:t.rules.get(s.rule);return[`<details class="entry"${n?" open":""}><summary>`,T(s.severity),`<span class="title">${dt(e,i,t)}</span>`,`<span class="fix">${mt(e)}</span>`,`<span class="at">${ut(o)}</span>`,'</summary><div class="body">',...ft(e,i,t),`<ul>${o.map(a=>gt(a,e,t)).join("")}</ul>`,"</div></details>"].join("")}function dt({findings:e,group:t},n,{anchors:o}){const[s]=e;if(t){const{facts:a,rules:l,exploited:r}=t,c=l.slice(0,z).map(S=>u(S,80)),m=l.length>z?` and ${l.length-z} more`:"",f=r?' <strong class="critical">exploited</strong>':"",h=s.check==="malware"?' <strong class="critical">malicious</strong>':"",b=u((0,E.SZ)(t),200);return`<b>${u(a.package,120)}</b> ${u(a.installed??"",80)}${u(o.places(s),200)}${f}${h}${b===""?"":`: ${b}`} <span class="id">${c.join(", ")}${m}</span>`}return`${e.length>1?u(n?.title??s.message,300):se(s)} <span class="id">${u(s.rule,80)}</span>`}function se(e){return u(`${e.message}${(0,te.d)(e)}`,500)}function mt({findings:e,group:t}){if(t)return u((0,E.eL)(t),160);const n=e.filter(({fix:o})=>o).length;return n===0?"":n===e.length?"Edit known":`Edit known for ${n}`}function ut(e){const t=[...new Set(e.map(pt))];return t.length===1?P(t[0]??""):`${t.length} places`}function pt({location:e,subject:t}){return e?`${e.path}:${e.startLine}`:t?.path??t?.image??""}function ft({findings:e,group:t},n,o){if(t)return ie([["How to fix",u(ht(t),400)],["Where",re(e[0],o)]]);if(!n)return[];const s=(n.references??[]).flatMap(l=>{const r=(0,d.tT)(l);return r===void 0?[]:[le(r,u(r.replace(/^https?:\/\//,""),120))]}),i=[...new Set(e.flatMap(({fix:l})=>l?.description??[]))],a=i.length===1?`. Edit: ${u(i[0]??"",200)}`:"";return ie([["Why it matters",oe(n.why)],["How to fix",`${oe(n.remediation)}${a}`],["References",s.join("<br>")]])}function ht(e){const{findings:t,facts:n,remediation:o}=e,s=[n.package,n.installed].filter(Boolean).join(" ");if(t[0].check==="malware")return`Remove ${s}: it is malicious, and no other version is known to be safe`;if(o.versions.length===0)return o.willNotFix?`${n.package} will not be fixed by the distribution`:`No version of ${n.package} fixes it yet`;const i=o.versions.join(", "),a=o.unfixed>0?`. It fixes ${t.length-o.unfixed} of ${t.length}`:"";return o.baseImage===void 0?`Update ${n.package} to ${i} or later${a}`:`Use a newer base image, with ${n.package} ${i} or later${a}`}function ie(e){return[`<dl>${e.filter(([,n])=>n!=="").map(([n,o])=>`<dt>${n}</dt><dd>${o}</dd>`).join("")}</dl>`]}function gt(e,t,n){const{severity:o,check:s,subject:i}=e,{anchors:a}=n,l=a.layerKey(i?.image,i?.layer)??"",r=(0,at.G)(e)?"fix":"",c=[o,s,r,l,(0,M.yv)(e)?.kind??""].join(" "),m=a.findingAnchor(e),f=t.group&&(0,y._w)(e,n.packages),h=[...f?$t(e,f,t.findings.length===1):[t.findings.length===1?"":se(e),re(e,n)],bt(e),m===void 0?"":`<a class="dim" href="#${m}" aria-label="Link to this finding">#</a>`].filter(b=>b!=="");return`<li${m===void 0?"":` id="${m}"`} data-f="${c}">${h.join(" \xB7 ")}</li>`}function $t(e,t,n){const{check:o,rule:s,severity:i}=e,a=(0,E.FG)(s)??t.references.map(d.tT).find(m=>m!==void 0),l=u(s,80),r=(0,M.Pl)(e)?.epss,c=t.exploited?' <strong class="critical">exploited</strong>':"";return[`${T(i)} ${a===void 0?l:le(a,l)}${c}`,n&&!(0,E.p8)(t).endsWith("\u2026")?"":u(t.summary??"",500),u((0,te.d)(e).trim(),200),n||o==="malware"||t.fixed!==void 0?"":"no fix",t.score===void 0?"":`CVSS ${t.score}`,typeof r=="number"?`EPSS ${(r*100).toFixed(1)} %`:""]}const yt=3;function re(e,{anchors:t}){const{location:n,subject:o}=e,s=(0,M.yv)(e),i=n&&ae(n,t),a=r=>u(r,160);return[i,...(e.related??[]).slice(0,yt).map(r=>`${u(r.message,200)}: ${ae(r.location,t)}`),s&&s.kind!=="own-layer"?`from ${(0,A.AN)(s,"",a)}`:"",o?.path===void 0?"":P(o.path),i||o?.path!==void 0?"":P(o?.image??"")].filter(r=>r).join(" \xB7 ")}function ae(e,t){const n=`${P(e.path)}:${e.startLine}`,o=t.lineAnchor(e);return o===void 0?n:`<a href="#${o}">${n}</a>`}function bt(e){const{exception:t,suppression:n}=e;if(n)return`suppressed in ${u((0,lt.l)(e),400)}`;if(!t)return"";const o="until"in t&&t.until?` until ${t.until}`:"";return u(`${vt[t.source]}${o}: ${t.reason}`,400)}const vt={policy:"suppressed by the policy",vex:"suppressed by VEX",evidence:"not affected"};function le(e,t){return`<a rel="noreferrer" href="${(0,d.ZD)(e)}">${t}</a>`}var ce=p(55082),L=p(60432);function wt(e){const t=L.oC.map(s=>`<label class="chip ${s}"><input type="checkbox" name="severity" value="${s}" checked> ${s}</label>`),n=new Set(e.flatMap(s=>(0,M.yv)(s)?.kind??[])),o=[...new Set(e.map(({check:s})=>s))].sort();return['<form id="filters" role="search" aria-label="Findings" hidden>','<label class="search">Search <input type="search" id="search" placeholder="rule, package, path \u2026" autocomplete="off" spellcheck="false"></label>',`<fieldset><legend>Severity</legend>${t.join("")}</fieldset>`,F("check","Check",[["","all checks"],...o.map(s=>[s,ce.c[s]])]),F("origin","Origin",[["","all"],...xt.filter(([s])=>n.has(s))]),F("order","Order",[["","most urgent first"],["place","by file and line"],["id","by ID"]]),'<label class="chip"><input type="checkbox" id="fixable"> has a fix</label>','<button type="button" id="expand">Expand all</button>','<button type="reset">Reset</button>','<button type="button" id="layer" class="chip" hidden></button>',"</form>"]}const xt=[["own-layer","own lines"],["builder-stage","builder stages"],["base-image","base images"]];function F(e,t,n){const o=n.map(([i,a])=>`<option value="${i}">${a}</option>`);return`<label${n.length<2?" hidden":""}>${t} <select id="${e}">${o.join("")}</select></label>`}const de=1e4;function kt({findings:e}){const{own:t,bases:n}=(0,A.S_)(e.new),{existing:o,suppressed:s,fixed:i}=e,a=s.filter(j.UK),l=s.filter(h=>!(0,j.UK)(h)),r=[{id:"new",label:void 0,findings:t},...n.map((h,b)=>({id:`base-${b}`,label:St(h),findings:h.findings})),{id:"existing",label:`${o.length} existing: ${(0,$.lc)(o)}`,findings:o},{id:"not-affected",label:`${a.length} ${j.X6}`,findings:a},{id:"suppressed",label:`${l.length} suppressed`,findings:l},{id:"fixed",label:`${i.length} fixed`,findings:i}];let c=de;const m=r.flatMap(h=>{const b=h.findings.slice(0,c);return c-=b.length,b.length===0?[]:[{...h,findings:b}]}),f=r.reduce((h,b)=>h+b.findings.length,0);return{groups:m,omitted:f-de+c}}function St({findings:e,name:t,summary:n}){const o=t===void 0?"":` ${u(t,120)}`;return`${e.length} from the base image${o}: ${u(n,300)}`}function Lt(e,{isCompared:t,counts:n},{groups:o,omitted:s},i){if(o.length===0)return n.new.total+n.existing.total===0?["<p>None.</p>"]:[];const a=o.flatMap(({findings:l})=>l);return[...Mt(e,t),...wt(a),'<p id="count" role="status"></p>',...n.new.total===0?["<p>No new findings.</p>"]:[],...o.flatMap(l=>Ct(l,i)),...s>0?[`<p>${(0,x.td)(s,"less urgent finding")} in the JSON report.</p>`]:[]]}function Ct({id:e,label:t,findings:n},o){const s=rt(n,o.packages).map((i,a)=>ct(i,o,t===void 0&&a===0));return t===void 0?[`<div class="entries" id="${e}">`,...s,"</div>"]:[`<details class="fold" id="${e}"><summary>${t}</summary>`,'<div class="entries">',...s,"</div></details>"]}const jt=20;function Mt(e,t){return(0,A.jv)(e).slice(0,jt).map(n=>{const o=(0,A.Bo)(n,t,s=>(0,d.ml)(s,120));return`<p><b>${u(n.image,120)}</b>: ${u(o,1500)}</p>`})}const U=128,G=100;function It(e,t){if(t.images.length===0)return[];const n=(0,w.$)(e,({subject:o})=>t.layerKey(o?.image,o?.layer)??me(o?.image??""));return[...t.images.flatMap(o=>At(o,n,t))]}function At(e,t,n){const o=(e.layers??[]).map(c=>{const m=n.layerKey(e.name,c.index)??"";return{...c,key:m,findings:t.get(m)??[]}}),s=t.get(me(e.name))??[],i=o.reduce((c,{size:m})=>c+m,0),a={size:o.reduce((c,{size:m})=>Math.max(c,m),1),findings:o.reduce((c,{findings:m})=>Math.max(c,m.length),Math.max(1,s.length))},l=o.slice(0,U).map(c=>Pt(c,a,n)),r=o.length>U?` (lowest ${U} shown)`:"";return['<table class="layers">',`<caption>${u(e.name,200)} <span class="dim">${o.length} layers${r}, ${ne(i)}</span></caption>`,'<thead><tr><th scope="col">Layer</th><th scope="col">Instruction</th><th scope="col">Size</th><th scope="col">Findings</th></tr></thead>',"<tbody>",...s.length>0?[Et(s,a)]:[],...l.reverse(),"</tbody></table>"]}function me(e){return`image ${e}`}function Et(e,t){return pe(["","configuration and whole image","",`${fe(e,t.findings)}<span>${(0,$.lc)(e)}</span>`])}function Pt(e,t,n){const{index:o,size:s,key:i,findings:a}=e,l=(0,$.lc)(a),r=l?`<a href="#findings" data-layer="${i}" aria-label="${l}: show the findings in layer ${o}">${l}</a>`:'<span class="dim">none</span>';return pe([String(o),Tt(e,n),`${Nt(s,t.size)}<span>${ne(s)}</span>`,`${a.length>0?fe(a,t.findings):""}${r}`])}const ue=50;function Tt({index:e,location:t,instruction:n},o){const s=n??(e===0?"base image":"");if(!t)return u(s,ue);const i=o.lineAnchor(t),a=`${u(t.path,80)}:${t.startLine}`,l=o.files.get(t.path)?.text.split(`
`,t.startLine).at(-1)?.trim(),r=l?`<code>${u(l,ue)}</code>`:u(s);return`${i===void 0?a:`<a href="#${i}">${a}</a>`} ${r}`}function pe(e){return`<tr>${e.map(t=>`<td>${t}</td>`).join("")}</tr>`}function Nt(e,t){const n=e===0?0:Math.max(.7,e/t*G);return he(`<rect class="size" width="${n.toFixed(1)}" height="10"/>`)}function fe(e,t){let n=0;const o=L.oC.flatMap(s=>{const i=e.filter(r=>r.severity===s).length;if(i===0)return[];const a=Math.max(.7,i/t*G),l=`<rect class="${s}" x="${n.toFixed(1)}" width="${a.toFixed(1)}" height="10"/>`;return n+=a,[l]});return he(o.join(""))}function he(e){return`<svg viewBox="0 0 ${G} 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">${e}</svg>`}const Ot=3e3,Dt=50;function Rt(e,t,n){if(e.length===0)return[];const o=(0,w.$)(t.flatMap(r=>(0,D.f)(r).map(c=>({purl:c,finding:r}))),({purl:r})=>r),s=({purl:r})=>(o.get(r)??[]).map(({finding:c})=>c),i=[...e].sort((r,c)=>Bt(s(r),s(c))||(0,x.n6)(r.name,c.name)),a=i.slice(0,Ot),l=i.length-a.length;return['<form id="package-filter" role="search" aria-label="Packages" hidden><label class="search">Search <input type="search" id="package-search" placeholder="name, version, type \u2026" autocomplete="off" spellcheck="false"></label></form>','<p id="package-count" role="status"></p>','<table id="package-rows">','<thead><tr><th scope="col">Package</th><th scope="col">Version</th><th scope="col">Type</th><th scope="col">Findings</th><th scope="col">Location</th></tr></thead>',"<tbody>",...a.map((r,c)=>zt(r,s(r),n,c>=Dt)),"</tbody></table>",'<p><button type="button" id="package-more" hidden>Show all</button></p>',...l>0?[`<p>${(0,x.td)(l,"more package")} in the JSON report.</p>`]:[]]}function Bt(e,t){const n=i=>i.map(({severity:a})=>a).sort(L.zK)[0],[o,s]=[n(e),n(t)];return o&&s?(0,L.zK)(o,s)||t.length-e.length:+!o-+!s}function zt({name:e,version:t,type:n,location:o},s,i,a){const l=o?`${u(o.path,80)}:${o.startLine}`:"",r=i.lineAnchor(o),c=[u(e,120),u(t,80),u(n,20),(0,$.lc)(s),r===void 0?l:`<a href="#${r}">${l}</a>`];return`<tr${a?" hidden":""}>${c.map(m=>`<td>${m}</td>`).join("")}</tr>`}const Ft=40;function Ut(e,t,n){const o=[...new Set(e.findings.flatMap(({location:r})=>r?.path??[]))],s=new Map;for(const r of o.sort(x.n6).slice(0,Ft)){const c=n?.(r);c!==void 0&&s.set(r,{id:`l-${ge(r)}`,text:c})}const i=e.targets.filter(({layers:r})=>r&&r.length>0),a=new Map(i.map(({name:r},c)=>[r,c])),l=Gt(t);return{files:s,images:i,places:(0,_.g)(e),findingAnchor:r=>l.get(r),lineAnchor:r=>{const c=r&&s.get(r.path);return c&&`${c.id}-${r.startLine}`},layerKey:(r,c)=>{const m=r===void 0?void 0:a.get(r);return m===void 0||c===void 0?void 0:`${m}-${c}`}}}function Gt(e){const t=new Map;return new Map(e.map(n=>{const{fingerprint:o}=n,s=/^[0-9a-f]{12}/.exec(String(o))?.[0]??ge(String(o)),i=(t.get(s)??0)+1;return t.set(s,i),[n,`f-${s}${i===1?"":`-${i}`}`]}))}function ge(e){return(0,R.createHash)("sha256").update(e).digest("hex").slice(0,12)}const $e=`'use strict';
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
})();`;function Xt(e){const t=e.filter(({body:o})=>o.length>0);return[`<nav aria-label="Sections"><ul>${t.map(({id:o,title:s})=>`<li><a href="#${o}">${s}</a></li>`).join("")}</ul></nav>`,"<main>",...t.flatMap(({id:o,title:s,body:i})=>[`<section aria-labelledby="${o}">`,`<h2 id="${o}">${s}</h2>`,...i,"</section>"]),"</main>"]}const ye=400,be=3,Vt=400,Ht=12,X=6;function Kt(e,t,n){if(n.files.size===0)return[];const o=(0,w.$)(e,({location:s})=>s?.path??"");return[...[...n.files].flatMap(([s,{id:i,text:a}])=>{const l=o.get(s)??[],r=l.length>0?`: ${(0,$.lc)(l)}`:"";return[`<details${n.files.size<=4?" open":""}><summary><b>${u(s,200)}</b> <span class="dim">${(0,x.td)(l.length,"finding")}${r}</span></summary>`,`<div class="source" role="region" aria-label="${u(s,200)}" tabindex="0">`,...Zt(a,l,{id:i,packages:t,anchors:n}),"</div></details>"]})]}function Zt(e,t,{id:n,packages:o,anchors:s}){const i=e.replace(/\n$/,"").split(`
`),a=(0,w.$)(t,({location:m})=>String(m?.startLine)),l=t.flatMap(({location:m})=>m?.startLine??[]),r=i.length<=ye?void 0:Wt(l,i.length);let c=0;return i.flatMap((m,f)=>{const h=f+1;if(r&&!r.has(h))return[];const b=h>c+1?['<div class="gap">\u22EF</div>']:[];c=h;const S=a.get(String(h))??[],v=S.length>0?`<ul class="notes">${Yt(S,o,s).join("")}</ul>`:"";return[...b,`<div class="line${S.length>0?" marked":""}" id="${n}-${h}"><span class="number">${h}</span><code>${Jt(m,S)}</code>${v}</div>`]})}function Wt(e,t){const n=new Set;for(const o of[...new Set(e)].sort((s,i)=>s-i)){const s=Math.max(1,o-be);for(let i=s;i<=Math.min(t,o+be);i++)n.add(i);if(n.size>=ye)break}return n}function Jt(e,t){const n=(0,d.ml)(e.replace(/\r$/,""),Vt),o=new Array(n.length).fill(!1);for(const{location:i}of t.filter(a=>!(0,y.C9)(a))){if(!i)continue;const{startLine:a,startColumn:l,endLine:r,endColumn:c}=i,m=r===a?c-1:n.length;for(let f=Math.max(0,l-1);f<Math.min(m,n.length);f++)o[f]=!0}let s="";for(let i=0;i<n.length;){let a=i+1;for(;a<n.length&&o[a]===o[i];)a++;const l=(0,d.ZD)((0,d.aj)(n.slice(i,a).replaceAll("	","    ")));s+=o[i]?`<mark>${l}</mark>`:l,i=a}return s}function Yt(e,t,n){const o=[...e].sort($.Yj),s=(0,w.$)(o.filter(c=>!(0,y.C9)(c)),({rule:c})=>c),i=o.filter(y.C9),a=[...s.values()].slice(0,Ht).flatMap(([c,...m])=>{if(!c)return[];const f=m.length>0?` \xD7${m.length+1}`:"";return[ve(c,`${u(c.rule,80)}${f}`,n)]}),l=s.size-a.length,[r]=i;return[...a,...l>0?[`<li class="dim">and ${l} more</li>`]:[],...r?[ve(r,Qt(i,t),n)]:[]]}function ve(e,t,n){const o=n.findingAnchor(e),s=o===void 0?t:`<a href="#${o}">${t}</a>`;return`<li>${T(e.severity)} ${s}</li>`}function Qt(e,t){const n=(0,w.$)(e,a=>{const{package:l,installed:r}=(0,y._w)(a,t);return`${l} ${r??""}`.trim()}),o=[...n.keys()].slice(0,X).map(a=>u(a,80)),s=n.size>X?` and ${n.size-X} more`:"";return`${e.some(({check:a})=>a==="malware")?(0,x.td)(e.length,"finding"):(0,x.td)(e.length,"vulnerability","vulnerabilities")} in ${o.join(", ")}${s}`}const qt=`
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
`,""),_t=["new","existing","fixed"];function en({counts:e,isCompared:t}){const n=t?_t:["new"];if(n.every(r=>e[r].total===0))return[];const o=r=>e.new[r]+e.existing[r],s=Math.max(1,...L.oC.map(o)),i=n.map(r=>`<th scope="col">${t?r:"findings"}</th>`),a=r=>n.map(c=>`<td>${e[c][r]}</td>`).join(""),l=L.oC.map(r=>{const c=[we(r,"new",e.new[r]/s),we(r,"existing",e.existing[r]/s)].join("");return`<tr><th scope="row">${T(r)}</th><td aria-hidden="true"><span class="bar">${c}</span></td>${a(r)}</tr>`});return['<table class="totals">',"<caption>Findings by severity</caption>",`<thead><tr><th scope="col">Severity</th><td aria-hidden="true"></td>${i.join("")}</tr></thead>`,"<tbody>",...l,`<tr><th scope="row">total</th><td aria-hidden="true"></td>${a("total")}</tr>`,"</tbody></table>"]}function we(e,t,n){return n===0?"":`<i class="${e} ${t}" style="width:${(n*100).toFixed(1)}%"></i>`}const tn={id:"html",description:"one self-contained web page",render:nn};function nn(e,t){const n=(0,ot.SM)(e,t);return`${[...sn(u(n.headline,400)),"<body>",'<a class="skip" href="#findings">Skip to the findings</a>',...ln(e,n,t),...Xt(on(e,n,t)),...un(e,t),`<script>${$e}<\/script>`,"</body>","</html>"].join(`
`)}
`}function on(e,t,n){const o=(0,y.Ss)(e),s=(0,$.lb)(e.findings),i=(0,ee.t)(e,n),a=(0,$.lb)(i.findings),l=kt(t),r=l.groups.flatMap(h=>h.findings),c=(0,ee.X)(n),m=Ut(e,r,n.source),f={rules:n.rules,packages:o,anchors:m};return[{id:"findings",title:"Findings",body:[...c===""?[]:[`<p>${u(c,400)}</p>`],...Lt(i,t,l,f)]},{id:"layers",title:"Layers",body:It(a,m)},{id:"files",title:"Files",body:Kt(s,o,m)},{id:"packages",title:"Packages",body:Rt(e.packages,a,m)},...mn(e,n)]}function sn(e){return["<!doctype html>",'<html lang="en">',"<head>",'<meta charset="utf-8">',`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '${rn}'; base-uri 'none'; form-action 'none'">`,'<meta name="viewport" content="width=device-width, initial-scale=1">','<meta name="color-scheme" content="light dark">',`<title>${e}</title>`,`<style>${qt}</style>`,"<noscript><style>tr[hidden]{display:table-row}</style></noscript>","</head>"]}const rn=`sha256-${(0,R.createHash)("sha256").update($e).digest("base64")}`,an=5;function ln(e,t,n){const o=n.untrusted?"incomplete":e.verdict.outcome,s=(0,tt.NB)(e).join("; "),i=e.targets.filter(({kind:m})=>m==="image"||m==="sbom"),a=new Map((i.length>0?i:e.targets).map(m=>[m.name,m])),l=[...a.values()].slice(0,an).map(m=>`<span>${u(m.name,120)}<span class="dim">${u((0,_.W)(m),100)}</span></span>`),r=a.size-l.length,c=t.headline.replace(/^[^\p{L}\p{N}]+/u,"");return[`<header class="${o}">`,"<div>",`<h1>${u(c,400)}</h1>`,`<p class="facts">${[`<b>${cn[o]}</b>`,...l,...r>0?[`<span>and ${r} more</span>`]:[],...n.baseline?[`<span>compared with ${u(n.baseline,80)}</span>`]:[]].join("")}</p>`,...s===""?[]:[`<p class="reasons">${u(s,400)}</p>`],...dn(t),"</div>",...en(t),"</header>"]}const cn={pass:"Passed",fail:"Failed",incomplete:"Incomplete"};function dn({nextSteps:e}){const[t]=e;if(!t)return[];const{title:n,location:o,resolves:s,rule:i}=t,a=(0,nt.qN)(i&&u(i,80),o&&`<b>${u(o.path,120)}:${o.startLine}</b>`);return['<div class="action" role="group" aria-labelledby="action">','<h2 id="action">Next step</h2>',`<p><b>${u(n,200)}</b>${a} <span class="dim">resolves ${(0,st.WP)(s)}</span></p>`,"</div>"]}function mn(e,t){const{open:n,allowed:o,informational:s}=(0,g.dc)(e),i=r=>(0,B.Uo)(r).map(({target:c,checks:m,state:f})=>`${c}: ${m}: ${f}`),a=e.notes.map(r=>r.target?`${r.target}: ${r.message}`:r.message),l=i(e.coverage.filter(r=>!(0,et.NH)(r)));return[{id:"policy-changes",title:"Policy changes",body:k(e.policyChange??[])},{id:"added-suppressions",title:"Suppressions that the pull request adds",body:k(e.addedSuppressions??[])},{id:"gaps",title:`Not checked (${(0,g.HB)(n)})`,body:k([...i(n),...(0,g.eL)(n,t)])},{id:"allowed-gaps",title:`Not checked, allowed (${(0,g.HB)(o)})`,body:k(i(o))},{id:"informational-gaps",title:`Informational (${(0,g.HB)(s)})`,body:k(i(s))},{id:"coverage",title:"Coverage",body:e.coverage.length===0?[]:[`<p>${u((0,B.rL)(e))}</p>`,...k([`Checked: ${(0,B.ut)(e)}`,...l])]},{id:"notes",title:"Notes",body:k(a)}]}function k(e){return e.length===0?[]:["<ul>",...e.slice(0,500).map(n=>`<li>${u(n,2e3)}</li>`),"</ul>"]}function un(e,t){return[`<footer>${[`portside ${u(e.tool.version,40)}`,t.ended.toISOString().slice(0,16).replace("T"," ").concat(" UTC"),...t.policy?[`policy ${u(t.policy,120)}`]:[],...t.advisories?[`advisories ${u(t.advisories,60)}`]:[]].join(" \xB7 ")}</footer>`]}const N="https://github.com/OWNER/portside";function xe(e,t,n){const o=e.targets.filter(pn).flatMap(i=>{const a=n(i);return a===void 0?[]:[{...i,content:a}]});return`${o.map(({name:i,digest:a,content:l})=>{const r=a.indexOf(":"),c={_type:"https://in-toto.io/Statement/v1",subject:[{name:i,digest:{[a.slice(0,r)]:a.slice(r+1)}}],predicateType:t,predicate:l};return(0,d.aB)(c,o.length===1?2:void 0)}).join(`
`)}
`}function pn(e){return e.kind==="image"&&e.digest!==void 0}const fn={id:"in-toto-vsa",description:"SLSA verification summary of each image, an in-toto statement to sign",render:(e,t)=>xe(e,"https://slsa.dev/verification_summary/v1",n=>hn(n,e,t))};function hn(e,t,n){const o=t.verdict.outcome==="pass",{buildLevel:s}=e,i=s===void 0?[]:[`SLSA_BUILD_LEVEL_${s}`],{allowed:a,informational:l}=(0,g.dc)(t),r=(0,g.LN)([...a,...l]).map(c=>`PORTSIDE_NOT_CHECKED_${c.toUpperCase()}`);return{verifier:{id:N,version:{portside:t.tool.version}},timeVerified:n.ended.toISOString(),resourceUri:$n(e),policy:{uri:gn(n)},verificationResult:o?"PASSED":"FAILED",verifiedLevels:o?[...i,...r]:["FAILED"],slsaVersion:"1.0"}}function gn({policy:e,repository:t}){if(e===void 0)return`${N}/blob/main/docs/policy.md`;const n=e.split("@")[0]??e;return t?.commit===void 0?n:`${t.server}/${t.name}/blob/${t.commit}/${n}`}function $n({name:e,digest:t}){const n=e.split("@")[0]??e,o=n.slice(n.lastIndexOf("/")+1).split(":")[0]??n,s=n.slice(0,n.lastIndexOf("/")+1)+o;return`pkg:oci/${V(o)}@${V(t)}?repository_url=${V(s)}`}function V(e){return encodeURIComponent(e.replace(new RegExp("\\p{Cs}","gu"),"?"))}const yn={id:"in-toto-vuln",description:"vulnerabilities of each image, an in-toto statement to sign",render:(e,t)=>xe(e,"https://in-toto.io/attestation/vulns/v0.2",n=>bn(n,e,t))};function bn({name:e},t,{started:n,ended:o,advisories:s}){const i=({check:r,target:c})=>r==="vulnerability"&&c===e;if(!(0,g.$_)(t,"vulnerability",e))return;const a=(0,g.$q)(t).filter(({gap:r})=>i(r)),l=t.findings.filter(({check:r,status:c,subject:m})=>r==="vulnerability"&&c!=="fixed"&&(m?.image===void 0||m.image===e));return{scanner:{uri:N,version:t.tool.version,db:s===void 0?{}:{lastUpdate:s},result:l.map(vn)},...a.length>0&&{[`${N}/incomplete`]:a.map(({text:r})=>r)},metadata:{scanStartedOn:n.toISOString(),scanFinishedOn:o.toISOString()}}}function vn(e){const{rule:t,severity:n,subject:o,status:s}=e,i=wn((0,M.Pl)(e)?.cvss),a=(0,D.k)(e);return{id:t,severity:[{method:"portside",score:n},...i===void 0?[]:[{method:"cvss",score:i}]],annotations:a.length===0?[{path:o?.path||void 0,status:s}]:a.map(({purl:l,paths:[r]})=>({purl:l||void 0,path:r||void 0,status:s}))}}function wn(e){const t=typeof e=="object"&&e!==null&&"score"in e?e.score:e;return typeof t=="number"||typeof t=="string"?String(t):void 0}var xn=p(58584);const kn={id:"junit",description:"JUnit XML for CI servers",render:Sn};function Sn(e,t){const n={fails:()=>e.verdict.outcome==="fail",...t},o=e.findings.filter(v=>v.status!=="fixed"),s=(0,w.$)(o,Cn),i=new Set(e.coverage.flatMap(v=>Ln(v)?[]:[v.target]));for(const{name:v}of e.targets)i.has(v)&&!s.has(v)&&s.set(v,[]);const a=Math.max(0,(n.ended.getTime()-n.started.getTime())/1e3),l=[...s].map(([v,Fn])=>jn(v,Fn,n)),r=o.filter(v=>H(v,n)).length,{open:c,allowed:m,informational:f}=(0,g.dc)(e),h=[...m,...f],b=[...c,...h];return['<?xml version="1.0" encoding="UTF-8"?>',`<testsuites name="portside" tests="${o.length+b.length+[...s.values()].filter(v=>v.length===0).length}" failures="${r}" errors="${c.length}" time="${a}">`,...l,...b.length>0?[An(c,h,n)]:[],"</testsuites>",""].join(`
`)}function Ln({state:e}){return e==="not-covered"||e==="failed"}function Cn(e){return e.subject?.image??e.location?.path??e.check}function jn(e,t,n){const o=t.filter(a=>H(a,n)).length,s=C(e,1e3),i=t.length===0?[`    <testcase name="no findings" classname="${s}"/>`]:t.map(a=>Mn(a,s,n));return[`  <testsuite name="${s}" tests="${Math.max(t.length,1)}" failures="${o}" errors="0" skipped="${t.length-o}" timestamp="${ke(n)}">`,...i,"  </testsuite>"].join(`
`)}function H(e,{fails:t}){return e.status!=="excepted"&&t?.(e)===!0}function Mn(e,t,n){const{location:o}=e,s=o?` ${o.path}:${o.startLine}`:"",i=e.subject?.purl??e.subject?.path??"",a=C(`${e.rule}${s}${i?` ${i}`:""}`,1e3),l=C(e.message,4e3),r=o?`${o.path}:${o.startLine}:${o.startColumn}: `:"",c=H(e,n)?`<failure type="${e.severity}" message="${l}">${C(r,1e3)}${l}</failure>`:`<skipped message="${In(e)}: ${l}"/>`;return`    <testcase name="${a}" classname="${t}">${c}</testcase>`}function In({exception:e,status:t,severity:n}){return t!=="excepted"?`${n}, does not fail the policy`:e?.source==="evidence"?"not affected":`suppressed by ${e?.source==="vex"?"a VEX document":"a policy exception"}`}function An(e,t,n){const o=(s,i)=>`    <testcase name="${ce.c[s.check]} check" classname="${C((0,g.mx)(s),1e3)}"><${i} message="${C((0,g.O$)(s),4e3)}"/></testcase>`;return[`  <testsuite name="not checked" tests="${e.length+t.length}" failures="0" errors="${e.length}" skipped="${t.length}" timestamp="${ke(n)}">`,...e.map(s=>o(s,'error type="incomplete"')),...t.map(s=>o(s,"skipped")),"  </testsuite>"].join(`
`)}function ke(e){return e.started.toISOString().slice(0,19)}function C(e,t){return(0,d.ZD)((0,d.ml)(e,t))}var En=p(8636),Pn=p(64806);const Tn={id:"spdx",description:"SPDX 2.3 SBOM",render:Nn};function Nn(e,t){const n=W(e),o=(0,d.aj)(n?.name??t.repository?.name??"repository"),s=`${t.ended.toISOString().slice(0,19)}Z`,i=`Tool: portside-${e.tool.version}`,a=new Rn,l=e.packages.map((f,h)=>({SPDXID:`SPDXRef-Package-${h}`,...On(f,a),annotations:Dn(f,s,i)})),r=J(s,o,JSON.stringify(l)),c=a.extracted(),m=(0,g.$q)(e).map(({text:f})=>Se(f,s,i));return`${(0,d.aB)({spdxVersion:"SPDX-2.3",dataLicense:"CC0-1.0",SPDXID:"SPDXRef-DOCUMENT",name:o,documentNamespace:`https://spdx.org/spdxdocs/portside-${r}`,creationInfo:{created:s,creators:[i]},documentDescribes:[K],annotations:m.length>0?m:void 0,packages:[{SPDXID:K,name:o,versionInfo:n?.digest?(0,d.aj)(n.digest):void 0,downloadLocation:"NOASSERTION",filesAnalyzed:!1,primaryPackagePurpose:n?.kind==="image"?"CONTAINER":"APPLICATION"},...l],hasExtractedLicensingInfos:c.length>0?c:void 0,relationships:l.map(f=>({spdxElementId:K,relationshipType:"CONTAINS",relatedSpdxElement:f.SPDXID}))},2)}
`}const K="SPDXRef-Subject";function On(e,t){const n=e.paths.slice(0,100).map(d.aj).join(", ");return{name:(0,d.aj)(e.name),versionInfo:(0,d.aj)(e.version),downloadLocation:"NOASSERTION",filesAnalyzed:!1,licenseConcluded:"NOASSERTION",licenseDeclared:t.declare(e.license),copyrightText:"NOASSERTION",sourceInfo:n===""?void 0:`found in ${n}`,externalRefs:[{referenceCategory:"PACKAGE-MANAGER",referenceType:"purl",referenceLocator:(0,d.aj)(e.purl)}]}}function Dn(e,t,n){const o=Y(e);if(o.length!==0)return o.map(({name:s,value:i})=>Se(`${s}=${i}`,t,n))}function Se(e,t,n){return{annotationDate:t,annotationType:"OTHER",annotator:n,comment:e}}class Rn{#e=new Map;declare(t){if(!t)return"NOASSERTION";if(Q(t))return t;const n=this.#e.get(t);if(n!==void 0)return n;const o=`LicenseRef-portside-${this.#e.size+1}`;return this.#e.set(t,o),o}extracted(){return[...this.#e].map(([t,n])=>({licenseId:n,name:(0,d.aj)(t),extractedText:(0,d.aj)(t)}))}}var Bn=p(20353);const zn=new Map([Bn.Q,xn.P,Pn.Is,En.wD,tn,kn,Ze,Ee,Ce,He.Ib,Oe,Tn,fn,yn].map(e=>[e.id,e]))})};export{Gn as id,Xn as ids,Vn as modules};
