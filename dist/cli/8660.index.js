const mn=8660,pn=[8660],fn={97878:(($e,z,f)=>{f.d(z,{z:()=>v});function v(p){const g=["B","kB","MB","GB","TB"];let $=0,x=p;for(;x>=999.5&&$<g.length-1;)x/=1e3,$++;return`${x>=10||$===0?Math.round(x):x.toFixed(1)} ${g[$]}`}}),48660:(($e,z,f)=>{f.d(z,{FORMATS:()=>cn});var v=f(29892),p=f(46548),g=f(854),$=f(70326);const x={id:"checkstyle",description:"Checkstyle XML for editors and review bots",render:ye};function ye(e){const n=[...(0,g.lb)(e.findings).filter(r=>r.location!==void 0).sort(g.wp).map(r=>({path:r.location?.path??"",xml:be(r)})),...(0,$.$q)(e).map(r=>({path:r.gap.target,xml:ve(r)}))];return['<?xml version="1.0" encoding="UTF-8"?>','<checkstyle version="4.3">',...[...(0,v.$)(n,({path:r})=>r)].flatMap(([r,s])=>[`  <file name="${(0,p.ZD)(r)}">`,...s.map(({xml:a})=>a),"  </file>"]),"</checkstyle>",""].join(`
`)}function be(e){const{startLine:t=1,startColumn:n=1}=e.location??{},o=(0,p.ZD)((0,p.ml)(e.message,4e3)),r=(0,p.ZD)((0,p.ml)(`portside.${e.check}.${e.rule}`,500));return`    <error line="${t}" column="${n}" severity="${we[e.severity]}" message="${o}" source="${r}"/>`}function ve({gap:e,isError:t,text:n}){return`    <error line="1" column="1" severity="${t?"error":"info"}" message="${(0,p.ZD)(n)}" source="portside.${e.check}.not-checked"/>`}const we={critical:"error",high:"error",medium:"warning",low:"info",info:"info"};var V=f(75527);const xe={id:"code-quality",description:"Code Climate JSON for GitLab\u2019s code quality widget",render:ke};function ke(e){const t=(0,g.lb)(e.findings).sort(g.wp).flatMap(n=>{const o=(0,p.Bd)(n.location?.path??"");if(!n.location||o===void 0)return[];const{startLine:r,endLine:s}=n.location;return{type:"issue",check_name:(0,p.aj)(n.rule),categories:[n.check==="lint"?"Style":"Security"],description:`${(0,p.aj)(n.rule)}: ${(0,p.ml)((0,p.aj)(n.message),1e3)}`,fingerprint:n.fingerprint,severity:B[n.severity],location:{path:(0,p.aj)(o),lines:{begin:r,end:Math.max(r,s)}}}});return`${(0,p.aB)([...t,...(0,$.$q)(e).map(Se)],2)}
`}function Se({gap:e,isError:t,text:n}){return{type:"issue",check_name:"not-checked",categories:["Security"],description:(0,p.ml)(n,1e3),fingerprint:(0,V.Rj)("not-checked",e.check,(0,$.mx)(e)),severity:t?B.high:B.info,location:{path:(0,p.aj)((0,p.Bd)(e.target)??"Dockerfile"),lines:{begin:1,end:1}}}}const B={critical:"blocker",high:"critical",medium:"major",low:"minor",info:"info"};var G=f(25245),Me=f(83396),Le=f(11171),w=f(46055);const je={id:"gitlab",description:"GitLab container scanning report 15.2.1",render:Ce},C={name:255,description:1e5,solution:7e3,image:255};function Ce(e,t){const n=(0,w.Ss)(e),o={id:"portside",name:"Portside",version:e.tool.version,vendor:{name:"Portside"}},r=!(0,$.dc)(e).open.some(({check:s})=>s==="vulnerability")&&e.targets.every(({kind:s,name:a})=>s!=="image"&&s!=="sbom"||(0,$.$_)(e,"vulnerability",a));return`${(0,p.aB)({version:"15.2.1",scan:{analyzer:o,scanner:o,type:"container_scanning",start_time:t.started.toISOString().slice(0,19),end_time:t.ended.toISOString().slice(0,19),status:r?"success":"failure",messages:(0,$.$q)(e).map(({isError:s,text:a})=>({level:s?"warn":"info",value:a}))},vulnerabilities:(0,g.lb)(e.findings).filter(w.C9).sort(g.Yj).map(s=>Ae(s,e,n))},2)}
`}function Ae(e,t,n){const o=(0,w._w)(e,n),r=(0,p.aj)(e.subject?.image??t.targets[0]?.name??"")||"image",s=o.vector!==void 0&&Te.test(o.vector)?o.vector:void 0,a=o.references.map(p.aj).filter(l=>/^https?:\/\/\S+$/.test(l));return{id:e.fingerprint,name:(0,p.ml)((0,p.aj)(e.rule),C.name),description:(0,p.ml)((0,p.aj)(o.summary??e.message),C.description),severity:Ne[e.severity],solution:o.fixed&&(0,p.ml)((0,p.aj)(`Update ${o.package} to ${o.fixed} or later.`),C.solution),identifiers:[e.rule,...new Set(o.aliases)].map(Ee),links:a.length>0?a.map(l=>({url:l})):void 0,cvss_vectors:s&&[{vendor:"unknown",vector:s}],location:{dependency:{package:{name:(0,p.aj)(o.package)},version:(0,p.aj)(o.installed??"")},operating_system:Ie(e),image:r,default_branch_image:(0,p.ml)((0,V.tO)(r),C.image)}}}function Ee(e){const t=(0,p.aj)(e)||"unknown";return{type:/^[A-Za-z]+(?=-)/.exec(t)?.[0].toLowerCase()??"portside",name:t,value:t}}function Ie(e){const t=(0,Le.r5)(e.subject?.purl??"")?.qualifiers.get("distro");return t===void 0?"unknown":(0,p.aj)(t)}const Te=/^CVSS:3\.[01](?:\/(?:AV:[NALP]|AC:[LH]|PR:[NLH]|UI:[NR]|S:[UC]|[CIA]:[NLH])){8}$/,Ne={critical:"Critical",high:"High",medium:"Medium",low:"Low",info:"Info"};var K=f(77598),ze=f(27989),F=f(85800),Z=f(95259),Be=f(58335),W=f(15822),Fe=f(25793),Oe=f(32792),Re=f(34928),k=f(79112),O=f(56479),A=f(94018),Pe=f(79132);function De(e,t){const n=(0,Pe.J)(e.filter(w.C9),t),o=(0,v.$)(e.filter(r=>!(0,w.C9)(r)).sort(g.Yj),({check:r,rule:s,severity:a,status:l})=>[r,s,a,l].join(`
`));return[...n.map(r=>({findings:r.findings,group:r})),...[...o.values()].flatMap(([r,...s])=>r?[{findings:[r,...s]}]:[])].sort((r,s)=>(0,g.Yj)(r.findings[0],s.findings[0]))}var E=f(95278),Xe=f(70568),Y=f(3504),I=f(89094),Ue=f(66032);function m(e,t=300){return(0,p.ZD)((0,p.ml)(e,t))}function T(e){return m(e,160).replaceAll("/","/<wbr>")}function N(e){return`<span class="s ${e}">${e}</span>`}function J(e){return(0,p.ZD)(e).split("&#96;").map((t,n)=>n%2===1?`<code>${t}</code>`:t).join("")}const R=3;function He(e,t,n){const{findings:o}=e,[r]=o,s=e.group?void 0:t.rules.get(r.rule);return[`<details class="entry"${n?" open":""}><summary>`,N(r.severity),`<span class="title">${Ve(e,s,t)}</span>`,`<span class="fix">${Ge(e)}</span>`,`<span class="at">${Ke(o)}</span>`,'</summary><div class="body">',...We(e,s,t),`<ul>${o.map(a=>Je(a,e,t)).join("")}</ul>`,"</div></details>"].join("")}function Ve({findings:e,group:t},n,{anchors:o}){const[r]=e;if(t){const{facts:a,rules:l,exploited:i}=t,c=l.slice(0,R).map(M=>m(M,80)),d=l.length>R?` and ${l.length-R} more`:"",h=i?' <strong class="critical">exploited</strong>':"",u=r.check==="malware"?' <strong class="critical">malicious</strong>':"",y=m((0,I.SZ)(t),200);return`<b>${m(a.package,120)}</b> ${m(a.installed??"",80)}${m(o.places(r),200)}${h}${u}${y===""?"":`: ${y}`} <span class="id">${c.join(", ")}${d}</span>`}return`${e.length>1?m(n?.title??r.message,300):Q(r)} <span class="id">${m(r.rule,80)}</span>`}function Q(e){return m(`${e.message}${(0,Y.d)(e)}`,500)}function Ge({findings:e,group:t}){if(t)return m((0,I.eL)(t),160);const n=e.filter(({fix:o})=>o).length;return n===0?"":n===e.length?"Edit known":`Edit known for ${n}`}function Ke(e){const t=[...new Set(e.map(Ze))];return t.length===1?T(t[0]??""):`${t.length} places`}function Ze({location:e,subject:t}){return e?`${e.path}:${e.startLine}`:t?.path??t?.image??""}function We({findings:e,group:t},n,o){if(t)return q([["How to fix",m(Ye(t),400)],["Where",_(e[0],o)]]);if(!n)return[];const r=(n.references??[]).flatMap(l=>{const i=(0,p.tT)(l);return i===void 0?[]:[te(i,m(i.replace(/^https?:\/\//,""),120))]}),s=[...new Set(e.flatMap(({fix:l})=>l?.description??[]))],a=s.length===1?`. Edit: ${m(s[0]??"",200)}`:"";return q([["Why it matters",J(n.why)],["How to fix",`${J(n.remediation)}${a}`],["References",r.join("<br>")]])}function Ye(e){const{findings:t,facts:n,remediation:o}=e,r=[n.package,n.installed].filter(Boolean).join(" ");if(t[0].check==="malware")return`Remove ${r}: it is malicious, and no other version is known to be safe`;if(o.versions.length===0)return o.willNotFix?`${n.package} will not be fixed by the distribution`:`No version of ${n.package} fixes it yet`;const s=o.versions.join(", "),a=o.unfixed>0?`. It fixes ${t.length-o.unfixed} of ${t.length}`:"";return o.baseImage===void 0?`Update ${n.package} to ${s} or later${a}`:`Use a newer base image, with ${n.package} ${s} or later${a}`}function q(e){return[`<dl>${e.filter(([,n])=>n!=="").map(([n,o])=>`<dt>${n}</dt><dd>${o}</dd>`).join("")}</dl>`]}function Je(e,t,n){const{severity:o,check:r,subject:s}=e,{anchors:a}=n,l=a.layerKey(s?.image,s?.layer)??"",i=(0,Xe.G)(e)?"fix":"",c=[o,r,i,l,(0,E.yv)(e)?.kind??""].join(" "),d=a.findingAnchor(e),h=t.group&&(0,w._w)(e,n.packages),u=[...h?Qe(e,h,t.findings.length===1):[t.findings.length===1?"":Q(e),_(e,n)],_e(e),d===void 0?"":`<a class="dim" href="#${d}" aria-label="Link to this finding">#</a>`].filter(y=>y!=="");return`<li${d===void 0?"":` id="${d}"`} data-f="${c}">${u.join(" \xB7 ")}</li>`}function Qe(e,t,n){const{check:o,rule:r,severity:s}=e,a=(0,I.FG)(r)??t.references.map(p.tT).find(d=>d!==void 0),l=m(r,80),i=(0,E.Pl)(e)?.epss,c=t.exploited?' <strong class="critical">exploited</strong>':"";return[`${N(s)} ${a===void 0?l:te(a,l)}${c}`,n&&!(0,I.p8)(t).endsWith("\u2026")?"":m(t.summary??"",500),m((0,Y.d)(e).trim(),200),n||o==="malware"||t.fixed!==void 0?"":"no fix",t.score===void 0?"":`CVSS ${t.score}`,typeof i=="number"?`EPSS ${(i*100).toFixed(1)} %`:""]}const qe=3;function _(e,{anchors:t}){const{location:n,subject:o}=e,r=(0,E.yv)(e),s=n&&ee(n,t),a=i=>m(i,160);return[s,...(e.related??[]).slice(0,qe).map(i=>`${m(i.message,200)}: ${ee(i.location,t)}`),r&&r.kind!=="own-layer"?`from ${(0,A.AN)(r,"",a)}`:"",o?.path===void 0?"":T(o.path),s||o?.path!==void 0?"":T(o?.image??"")].filter(i=>i).join(" \xB7 ")}function ee(e,t){const n=`${T(e.path)}:${e.startLine}`,o=t.lineAnchor(e);return o===void 0?n:`<a href="#${o}">${n}</a>`}function _e(e){const{exception:t,suppression:n}=e;if(n)return`suppressed in ${m((0,Ue.l)(e),400)}`;if(!t)return"";const o="until"in t&&t.until?` until ${t.until}`:"";return m(`${et[t.source]}${o}: ${t.reason}`,400)}const et={policy:"suppressed by the policy",vex:"suppressed by VEX",evidence:"not affected"};function te(e,t){return`<a rel="noreferrer" href="${(0,p.ZD)(e)}">${t}</a>`}var ne=f(55082),L=f(60432);function tt(e){const t=L.oC.map(r=>`<label class="chip ${r}"><input type="checkbox" name="severity" value="${r}" checked> ${r}</label>`),n=new Set(e.flatMap(r=>(0,E.yv)(r)?.kind??[])),o=[...new Set(e.map(({check:r})=>r))].sort();return['<form id="filters" role="search" aria-label="Findings" hidden>','<label class="search">Search <input type="search" id="search" placeholder="rule, package, path \u2026" autocomplete="off" spellcheck="false"></label>',`<fieldset><legend>Severity</legend>${t.join("")}</fieldset>`,P("check","Check",[["","all checks"],...o.map(r=>[r,ne.c[r]])]),P("origin","Origin",[["","all"],...nt.filter(([r])=>n.has(r))]),P("order","Order",[["","most urgent first"],["place","by file and line"],["id","by ID"]]),'<label class="chip"><input type="checkbox" id="fixable"> has a fix</label>','<button type="button" id="expand">Expand all</button>','<button type="reset">Reset</button>','<button type="button" id="layer" class="chip" hidden></button>',"</form>"]}const nt=[["own-layer","own lines"],["builder-stage","builder stages"],["base-image","base images"]];function P(e,t,n){const o=n.map(([s,a])=>`<option value="${s}">${a}</option>`);return`<label${n.length<2?" hidden":""}>${t} <select id="${e}">${o.join("")}</select></label>`}const oe=1e4;function ot({findings:e}){const{own:t,bases:n}=(0,A.S_)(e.new),{existing:o,suppressed:r,fixed:s}=e,a=r.filter(O.UK),l=r.filter(u=>!(0,O.UK)(u)),i=[{id:"new",label:void 0,findings:t},...n.map((u,y)=>({id:`base-${y}`,label:rt(u),findings:u.findings})),{id:"existing",label:`${o.length} existing: ${(0,g.lc)(o)}`,findings:o},{id:"not-affected",label:`${a.length} ${O.X6}`,findings:a},{id:"suppressed",label:`${l.length} suppressed`,findings:l},{id:"fixed",label:`${s.length} fixed`,findings:s}];let c=oe;const d=i.flatMap(u=>{const y=u.findings.slice(0,c);return c-=y.length,y.length===0?[]:[{...u,findings:y}]}),h=i.reduce((u,y)=>u+y.findings.length,0);return{groups:d,omitted:h-oe+c}}function rt({findings:e,name:t,summary:n}){const o=t===void 0?"":` ${m(t,120)}`;return`${e.length} from the base image${o}: ${m(n,300)}`}function st(e,{isCompared:t,counts:n},{groups:o,omitted:r},s){if(o.length===0)return n.new.total+n.existing.total===0?["<p>None.</p>"]:[];const a=o.flatMap(({findings:l})=>l);return[...lt(e,t),...tt(a),'<p id="count" role="status"></p>',...n.new.total===0?["<p>No new findings.</p>"]:[],...o.flatMap(l=>it(l,s)),...r>0?[`<p>${(0,k.td)(r,"less urgent finding")} in the JSON report.</p>`]:[]]}function it({id:e,label:t,findings:n},o){const r=De(n,o.packages).map((s,a)=>He(s,o,t===void 0&&a===0));return t===void 0?[`<div class="entries" id="${e}">`,...r,"</div>"]:[`<details class="fold" id="${e}"><summary>${t}</summary>`,'<div class="entries">',...r,"</div></details>"]}const at=20;function lt(e,t){return(0,A.jv)(e).slice(0,at).map(n=>{const o=(0,A.Bo)(n,t,r=>(0,p.ml)(r,120));return`<p><b>${m(n.image,120)}</b>: ${m(o,1500)}</p>`})}var re=f(97878);const D=128,X=100;function ct(e,t){if(t.images.length===0)return[];const n=(0,v.$)(e,({subject:o})=>t.layerKey(o?.image,o?.layer)??se(o?.image??""));return[...t.images.flatMap(o=>dt(o,n,t))]}function dt(e,t,n){const o=(e.layers??[]).map(c=>{const d=n.layerKey(e.name,c.index)??"";return{...c,key:d,findings:t.get(d)??[]}}),r=t.get(se(e.name))??[],s=o.reduce((c,{size:d})=>c+d,0),a={size:o.reduce((c,{size:d})=>Math.max(c,d),1),findings:o.reduce((c,{findings:d})=>Math.max(c,d.length),Math.max(1,r.length))},l=o.slice(0,D).map(c=>pt(c,a,n)),i=o.length>D?` (lowest ${D} shown)`:"";return['<table class="layers">',`<caption>${m(e.name,200)} <span class="dim">${o.length} layers${i}, ${(0,re.z)(s)}</span></caption>`,'<thead><tr><th scope="col">Layer</th><th scope="col">Instruction</th><th scope="col">Size</th><th scope="col">Findings</th></tr></thead>',"<tbody>",...r.length>0?[mt(r,a)]:[],...l.reverse(),"</tbody></table>"]}function se(e){return`image ${e}`}function mt(e,t){return ae(["","configuration and whole image","",`${le(e,t.findings)}<span>${(0,g.lc)(e)}</span>`])}function pt(e,t,n){const{index:o,size:r,key:s,findings:a}=e,l=(0,g.lc)(a),i=l?`<a href="#findings" data-layer="${s}" aria-label="${l}: show the findings in layer ${o}">${l}</a>`:'<span class="dim">none</span>';return ae([String(o),ft(e,n),`${ut(r,t.size)}<span>${(0,re.z)(r)}</span>`,`${a.length>0?le(a,t.findings):""}${i}`])}const ie=50;function ft({index:e,location:t,instruction:n},o){const r=n??(e===0?"base image":"");if(!t)return m(r,ie);const s=o.lineAnchor(t),a=`${m(t.path,80)}:${t.startLine}`,l=o.files.get(t.path)?.text.split(`
`,t.startLine).at(-1)?.trim(),i=l?`<code>${m(l,ie)}</code>`:m(r);return`${s===void 0?a:`<a href="#${s}">${a}</a>`} ${i}`}function ae(e){return`<tr>${e.map(t=>`<td>${t}</td>`).join("")}</tr>`}function ut(e,t){const n=e===0?0:Math.max(.7,e/t*X);return ce(`<rect class="size" width="${n.toFixed(1)}" height="10"/>`)}function le(e,t){let n=0;const o=L.oC.flatMap(r=>{const s=e.filter(i=>i.severity===r).length;if(s===0)return[];const a=Math.max(.7,s/t*X),l=`<rect class="${r}" x="${n.toFixed(1)}" width="${a.toFixed(1)}" height="10"/>`;return n+=a,[l]});return ce(o.join(""))}function ce(e){return`<svg viewBox="0 0 ${X} 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">${e}</svg>`}var ht=f(30917);const gt=3e3,$t=50;function yt(e,t,n){if(e.length===0)return[];const o=(0,v.$)(t.flatMap(i=>(0,ht.f)(i).map(c=>({purl:c,finding:i}))),({purl:i})=>i),r=({purl:i})=>(o.get(i)??[]).map(({finding:c})=>c),s=[...e].sort((i,c)=>bt(r(i),r(c))||(0,k.n6)(i.name,c.name)),a=s.slice(0,gt),l=s.length-a.length;return['<form id="package-filter" role="search" aria-label="Packages" hidden><label class="search">Search <input type="search" id="package-search" placeholder="name, version, type \u2026" autocomplete="off" spellcheck="false"></label></form>','<p id="package-count" role="status"></p>','<table id="package-rows">','<thead><tr><th scope="col">Package</th><th scope="col">Version</th><th scope="col">Type</th><th scope="col">Findings</th><th scope="col">Location</th></tr></thead>',"<tbody>",...a.map((i,c)=>vt(i,r(i),n,c>=$t)),"</tbody></table>",'<p><button type="button" id="package-more" hidden>Show all</button></p>',...l>0?[`<p>${(0,k.td)(l,"more package")} in the JSON report.</p>`]:[]]}function bt(e,t){const n=s=>s.map(({severity:a})=>a).sort(L.zK)[0],[o,r]=[n(e),n(t)];return o&&r?(0,L.zK)(o,r)||t.length-e.length:+!o-+!r}function vt({name:e,version:t,type:n,location:o},r,s,a){const l=o?`${m(o.path,80)}:${o.startLine}`:"",i=s.lineAnchor(o),c=[m(e,120),m(t,80),m(n,20),(0,g.lc)(r),i===void 0?l:`<a href="#${i}">${l}</a>`];return`<tr${a?" hidden":""}>${c.map(d=>`<td>${d}</td>`).join("")}</tr>`}const wt=40;function xt(e,t,n){const o=[...new Set(e.findings.flatMap(({location:i})=>i?.path??[]))],r=new Map;for(const i of o.sort(k.n6).slice(0,wt)){const c=n?.(i);c!==void 0&&r.set(i,{id:`l-${de(i)}`,text:c})}const s=e.targets.filter(({layers:i})=>i&&i.length>0),a=new Map(s.map(({name:i},c)=>[i,c])),l=kt(t);return{files:r,images:s,places:(0,Z.g)(e),findingAnchor:i=>l.get(i),lineAnchor:i=>{const c=i&&r.get(i.path);return c&&`${c.id}-${i.startLine}`},layerKey:(i,c)=>{const d=i===void 0?void 0:a.get(i);return d===void 0||c===void 0?void 0:`${d}-${c}`}}}function kt(e){const t=new Map;return new Map(e.map(n=>{const{fingerprint:o}=n,r=/^[0-9a-f]{12}/.exec(String(o))?.[0]??de(String(o)),s=(t.get(r)??0)+1;return t.set(r,s),[n,`f-${r}${s===1?"":`-${s}`}`]}))}function de(e){return(0,K.createHash)("sha256").update(e).digest("hex").slice(0,12)}const me=`'use strict';
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
})();`;function St(e){const t=e.filter(({body:o})=>o.length>0);return[`<nav aria-label="Sections"><ul>${t.map(({id:o,title:r})=>`<li><a href="#${o}">${r}</a></li>`).join("")}</ul></nav>`,"<main>",...t.flatMap(({id:o,title:r,body:s})=>[`<section aria-labelledby="${o}">`,`<h2 id="${o}">${r}</h2>`,...s,"</section>"]),"</main>"]}const pe=400,fe=3,Mt=400,Lt=12,U=6;function jt(e,t,n){if(n.files.size===0)return[];const o=(0,v.$)(e,({location:r})=>r?.path??"");return[...[...n.files].flatMap(([r,{id:s,text:a}])=>{const l=o.get(r)??[],i=l.length>0?`: ${(0,g.lc)(l)}`:"";return[`<details${n.files.size<=4?" open":""}><summary><b>${m(r,200)}</b> <span class="dim">${(0,k.td)(l.length,"finding")}${i}</span></summary>`,`<div class="source" role="region" aria-label="${m(r,200)}" tabindex="0">`,...Ct(a,l,{id:s,packages:t,anchors:n}),"</div></details>"]})]}function Ct(e,t,{id:n,packages:o,anchors:r}){const s=e.replace(/\n$/,"").split(`
`),a=(0,v.$)(t,({location:d})=>String(d?.startLine)),l=t.flatMap(({location:d})=>d?.startLine??[]),i=s.length<=pe?void 0:At(l,s.length);let c=0;return s.flatMap((d,h)=>{const u=h+1;if(i&&!i.has(u))return[];const y=u>c+1?['<div class="gap">\u22EF</div>']:[];c=u;const M=a.get(String(u))??[],b=M.length>0?`<ul class="notes">${It(M,o,r).join("")}</ul>`:"";return[...y,`<div class="line${M.length>0?" marked":""}" id="${n}-${u}"><span class="number">${u}</span><code>${Et(d,M)}</code>${b}</div>`]})}function At(e,t){const n=new Set;for(const o of[...new Set(e)].sort((r,s)=>r-s)){const r=Math.max(1,o-fe);for(let s=r;s<=Math.min(t,o+fe);s++)n.add(s);if(n.size>=pe)break}return n}function Et(e,t){const n=(0,p.ml)(e.replace(/\r$/,""),Mt),o=new Array(n.length).fill(!1);for(const{location:s}of t.filter(a=>!(0,w.C9)(a))){if(!s)continue;const{startLine:a,startColumn:l,endLine:i,endColumn:c}=s,d=i===a?c-1:n.length;for(let h=Math.max(0,l-1);h<Math.min(d,n.length);h++)o[h]=!0}let r="";for(let s=0;s<n.length;){let a=s+1;for(;a<n.length&&o[a]===o[s];)a++;const l=(0,p.ZD)((0,p.aj)(n.slice(s,a).replaceAll("	","    ")));r+=o[s]?`<mark>${l}</mark>`:l,s=a}return r}function It(e,t,n){const o=[...e].sort(g.Yj),r=(0,v.$)(o.filter(c=>!(0,w.C9)(c)),({rule:c})=>c),s=o.filter(w.C9),a=[...r.values()].slice(0,Lt).flatMap(([c,...d])=>{if(!c)return[];const h=d.length>0?` \xD7${d.length+1}`:"";return[ue(c,`${m(c.rule,80)}${h}`,n)]}),l=r.size-a.length,[i]=s;return[...a,...l>0?[`<li class="dim">and ${l} more</li>`]:[],...i?[ue(i,Tt(s,t),n)]:[]]}function ue(e,t,n){const o=n.findingAnchor(e),r=o===void 0?t:`<a href="#${o}">${t}</a>`;return`<li>${N(e.severity)} ${r}</li>`}function Tt(e,t){const n=(0,v.$)(e,a=>{const{package:l,installed:i}=(0,w._w)(a,t);return`${l} ${i??""}`.trim()}),o=[...n.keys()].slice(0,U).map(a=>m(a,80)),r=n.size>U?` and ${n.size-U} more`:"";return`${e.some(({check:a})=>a==="malware")?(0,k.td)(e.length,"finding"):(0,k.td)(e.length,"vulnerability","vulnerabilities")} in ${o.join(", ")}${r}`}const Nt=`
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
`,""),zt=["new","existing","fixed"];function Bt({counts:e,isCompared:t}){const n=t?zt:["new"];if(n.every(i=>e[i].total===0))return[];const o=i=>e.new[i]+e.existing[i],r=Math.max(1,...L.oC.map(o)),s=n.map(i=>`<th scope="col">${t?i:"findings"}</th>`),a=i=>n.map(c=>`<td>${e[c][i]}</td>`).join(""),l=L.oC.map(i=>{const c=[he(i,"new",e.new[i]/r),he(i,"existing",e.existing[i]/r)].join("");return`<tr><th scope="row">${N(i)}</th><td aria-hidden="true"><span class="bar">${c}</span></td>${a(i)}</tr>`});return['<table class="totals">',"<caption>Findings by severity</caption>",`<thead><tr><th scope="col">Severity</th><td aria-hidden="true"></td>${s.join("")}</tr></thead>`,"<tbody>",...l,`<tr><th scope="row">total</th><td aria-hidden="true"></td>${a("total")}</tr>`,"</tbody></table>"]}function he(e,t,n){return n===0?"":`<i class="${e} ${t}" style="width:${(n*100).toFixed(1)}%"></i>`}const Ft={id:"html",description:"one self-contained web page",render:Ot};function Ot(e,t){const n=(0,Oe.SM)(e,t);return`${[...Pt(m(n.headline,400)),"<body>",'<a class="skip" href="#findings">Skip to the findings</a>',...Ut(e,n,t),...St(Rt(e,n,t)),...Kt(e,t),`<script>${me}<\/script>`,"</body>","</html>"].join(`
`)}
`}function Rt(e,t,n){const o=(0,w.Ss)(e),r=(0,g.lb)(e.findings),s=(0,W.t)(e,n),a=(0,g.lb)(s.findings),l=ot(t),i=l.groups.flatMap(u=>u.findings),c=(0,W.X)(n),d=xt(e,i,n.source),h={rules:n.rules,packages:o,anchors:d};return[{id:"findings",title:"Findings",body:[...c===""?[]:[`<p>${m(c,400)}</p>`],...st(s,t,l,h)]},{id:"layers",title:"Layers",body:ct(a,d)},{id:"files",title:"Files",body:jt(r,o,d)},{id:"packages",title:"Packages",body:yt(e.packages,a,d)},...Gt(e,n)]}function Pt(e){return["<!doctype html>",'<html lang="en">',"<head>",'<meta charset="utf-8">',`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '${Dt}'; base-uri 'none'; form-action 'none'">`,'<meta name="viewport" content="width=device-width, initial-scale=1">','<meta name="color-scheme" content="light dark">',`<title>${e}</title>`,`<style>${Nt}</style>`,"<noscript><style>tr[hidden]{display:table-row}</style></noscript>","</head>"]}const Dt=`sha256-${(0,K.createHash)("sha256").update(me).digest("base64")}`,Xt=5;function Ut(e,t,n){const o=n.untrusted?"incomplete":e.verdict.outcome,r=(0,Be.NB)(e).join("; "),s=e.targets.filter(({kind:d})=>d==="image"||d==="sbom"),a=new Map((s.length>0?s:e.targets).map(d=>[d.name,d])),l=[...a.values()].slice(0,Xt).map(d=>`<span>${m(d.name,120)}<span class="dim">${m((0,Z.W)(d),100)}</span></span>`),i=a.size-l.length,c=t.headline.replace(/^[^\p{L}\p{N}]+/u,"");return[`<header class="${o}">`,"<div>",`<h1>${m(c,400)}</h1>`,`<p class="facts">${[`<b>${Ht[o]}</b>`,...l,...i>0?[`<span>and ${i} more</span>`]:[],...n.baseline?[`<span>compared with ${m(n.baseline,80)}</span>`]:[]].join("")}</p>`,...r===""?[]:[`<p class="reasons">${m(r,400)}</p>`],...Vt(t),"</div>",...Bt(t),"</header>"]}const Ht={pass:"Passed",fail:"Failed",incomplete:"Incomplete"};function Vt({nextSteps:e}){const[t]=e;if(!t)return[];const{title:n,location:o,resolves:r,rule:s}=t,a=(0,Fe.qN)(s&&m(s,80),o&&`<b>${m(o.path,120)}:${o.startLine}</b>`);return['<div class="action" role="group" aria-labelledby="action">','<h2 id="action">Next step</h2>',`<p><b>${m(n,200)}</b>${a} <span class="dim">resolves ${(0,Re.WP)(r)}</span></p>`,"</div>"]}function Gt(e,t){const{open:n,allowed:o,informational:r}=(0,$.dc)(e),s=i=>(0,F.Uo)(i).map(({target:c,checks:d,state:h})=>`${c}: ${d}: ${h}`),a=e.notes.map(i=>i.target?`${i.target}: ${i.message}`:i.message),l=s(e.coverage.filter(i=>!(0,ze.NH)(i)));return[{id:"policy-changes",title:"Policy changes",body:S(e.policyChange??[])},{id:"added-suppressions",title:"Suppressions that the pull request adds",body:S(e.addedSuppressions??[])},{id:"gaps",title:`Not checked (${(0,$.HB)(n)})`,body:S([...s(n),...(0,$.eL)(n,t)])},{id:"allowed-gaps",title:`Not checked, allowed (${(0,$.HB)(o)})`,body:S(s(o))},{id:"informational-gaps",title:`Informational (${(0,$.HB)(r)})`,body:S(s(r))},{id:"coverage",title:"Coverage",body:e.coverage.length===0?[]:[`<p>${m((0,F.rL)(e))}</p>`,...S([`Checked: ${(0,F.ut)(e)}`,...l])]},{id:"notes",title:"Notes",body:S(a)}]}function S(e){return e.length===0?[]:["<ul>",...e.slice(0,500).map(n=>`<li>${m(n,2e3)}</li>`),"</ul>"]}function Kt(e,t){return[`<footer>${[`portside ${m(e.tool.version,40)}`,t.ended.toISOString().slice(0,16).replace("T"," ").concat(" UTC"),...t.policy?[`policy ${m(t.policy,120)}`]:[],...t.advisories?[`advisories ${m(t.advisories,60)}`]:[]].join(" \xB7 ")}</footer>`]}var Zt=f(12145),Wt=f(84676),Yt=f(58584);const Jt={id:"junit",description:"JUnit XML for CI servers",render:Qt};function Qt(e,t){const n={fails:()=>e.verdict.outcome==="fail",...t},o=e.findings.filter(b=>b.status!=="fixed"),r=(0,v.$)(o,_t),s=new Set(e.coverage.flatMap(b=>qt(b)?[]:[b.target]));for(const{name:b}of e.targets)s.has(b)&&!r.has(b)&&r.set(b,[]);const a=Math.max(0,(n.ended.getTime()-n.started.getTime())/1e3),l=[...r].map(([b,dn])=>en(b,dn,n)),i=o.filter(b=>H(b,n)).length,{open:c,allowed:d,informational:h}=(0,$.dc)(e),u=[...d,...h],y=[...c,...u];return['<?xml version="1.0" encoding="UTF-8"?>',`<testsuites name="portside" tests="${o.length+y.length+[...r.values()].filter(b=>b.length===0).length}" failures="${i}" errors="${c.length}" time="${a}">`,...l,...y.length>0?[on(c,u,n)]:[],"</testsuites>",""].join(`
`)}function qt({state:e}){return e==="not-covered"||e==="failed"}function _t(e){return e.subject?.image??e.location?.path??e.check}function en(e,t,n){const o=t.filter(a=>H(a,n)).length,r=j(e,1e3),s=t.length===0?[`    <testcase name="no findings" classname="${r}"/>`]:t.map(a=>tn(a,r,n));return[`  <testsuite name="${r}" tests="${Math.max(t.length,1)}" failures="${o}" errors="0" skipped="${t.length-o}" timestamp="${ge(n)}">`,...s,"  </testsuite>"].join(`
`)}function H(e,{fails:t}){return e.status!=="excepted"&&t?.(e)===!0}function tn(e,t,n){const{location:o}=e,r=o?` ${o.path}:${o.startLine}`:"",s=e.subject?.purl??e.subject?.path??"",a=j(`${e.rule}${r}${s?` ${s}`:""}`,1e3),l=j(e.message,4e3),i=o?`${o.path}:${o.startLine}:${o.startColumn}: `:"",c=H(e,n)?`<failure type="${e.severity}" message="${l}">${j(i,1e3)}${l}</failure>`:`<skipped message="${nn(e)}: ${l}"/>`;return`    <testcase name="${a}" classname="${t}">${c}</testcase>`}function nn({exception:e,status:t,severity:n}){return t!=="excepted"?`${n}, does not fail the policy`:e?.source==="evidence"?"not affected":`suppressed by ${e?.source==="vex"?"a VEX document":"a policy exception"}`}function on(e,t,n){const o=(r,s)=>`    <testcase name="${ne.c[r.check]} check" classname="${j((0,$.mx)(r),1e3)}"><${s} message="${j((0,$.O$)(r),4e3)}"/></testcase>`;return[`  <testsuite name="not checked" tests="${e.length+t.length}" failures="0" errors="${e.length}" skipped="${t.length}" timestamp="${ge(n)}">`,...e.map(r=>o(r,'error type="incomplete"')),...t.map(r=>o(r,"skipped")),"  </testsuite>"].join(`
`)}function ge(e){return e.started.toISOString().slice(0,19)}function j(e,t){return(0,p.ZD)((0,p.ml)(e,t))}var rn=f(8636),sn=f(64806),an=f(80685),ln=f(20353);const cn=new Map([ln.Q,Yt.P,sn.Is,rn.wD,Ft,Jt,je,xe,x,Me.Ib,G.y,G.W,an.y,Zt.h,Wt.M].map(e=>[e.id,e]))})};export{mn as id,pn as ids,fn as modules};
