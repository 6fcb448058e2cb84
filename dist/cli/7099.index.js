const re=7099,oe=[7099],ae={99849:((v,p,n)=>{n.d(p,{J8:()=>w,X1:()=>f,Y3:()=>u,ft:()=>l});var c=n(46548);function f(a,i=300){return(0,c.ZD)((0,c.ml)(a,i))}function l(a){return f(a,160).replaceAll("/","/<wbr>")}function w(a){return`<span class="s ${a}">${a}</span>`}function u(a){return(0,c.ZD)(a).split("&#96;").map((i,x)=>x%2===1?`<code>${i}</code>`:i).join("")}}),3518:((v,p,n)=>{n.d(p,{Ke:()=>W,Pt:()=>J,fR:()=>ee,wj:()=>B});var c=n(44346),f=n(29892),l=n(79112),w=n(57706),u=n(99849);const a={x:1,width:470},i={x:610,width:180,height:30},x={x:880,width:119,height:34},C=1e3,$=20,O=24,S=12,E=8,P=20,D=12,A=52,L=56,I=22,B=C;function W(e,t){const r=(0,f.$)(e,G),o=H([...r].slice(0,P)),s=o.at(-1),d=(0,f.$)(e,T),h=[...d].slice(0,D),b=s?s.y+s.height:0,m=Math.max(b,h.length*(i.height+S))+2,g=U(h,m),_=r.size-o.length,k={x:x.x,y:m/2-x.height/2};return{content:[...j(o,g),...g.map(te=>K(te,m/2)),...o.flatMap(N),...g.flatMap(F),`<rect class="box image" x="${k.x}" y="${k.y}" width="${x.width}" height="${x.height}" rx="5"/>`,y("the image",{x:k.x+12,y:k.y+22},"strong"),..._>0?[y(`and ${(0,l.td)(_,"more source")}`,{x:a.x,y:m+14},"dim")]:[]],height:_>0?m+$:m,label:`Graph: ${(0,l.td)(e.length,"input")} from ${(0,l.td)(r.size,"source")} in ${(0,l.td)(d.size,"stage")} of ${t}. The table has all of them.`}}function G({host:e,transport:t,kind:r,by:o}){return e!==void 0?e:t==="local"||r==="argument"?"whoever starts the build":o==="RUN"?"programs that may fetch anything":o}function T({stage:e,source:t}){return e??(t===void 0?"before the stages":"the build")}function H(e){let t=1;return e.map(([r,o])=>{const s=Math.min(o.length,E)+(o.length>E?1:0),d={title:r,materials:o,y:t,height:O+s*$+6};return t+=d.height+S,d})}function U(e,t){const r=t/Math.max(1,e.length);return e.map(([o,s],d)=>({name:o,isBuilder:s.every(({use:h})=>h==="builder"),y:r*d+r/2-i.height/2}))}function j(e,t){return e.flatMap(({materials:r,y:o,height:s})=>[...(0,f.$)(r,T)].flatMap(([d,h])=>{const b=t.find(g=>g.name===d);if(!b)return[];const m={x:a.x+a.width,y:o+s/2};return[z(m,{x:i.x,y:b.y+i.height/2},Q(h))]}))}function K({isBuilder:e,y:t},r){const o={x:i.x+i.width,y:t+i.height/2};return z(o,{x:x.x,y:r},e?"copied":"plain")}function z(e,t,r){const o=(t.x-e.x)/2;return`<path class="edge ${r}" d="M${e.x} ${e.y}C${e.x+o} ${e.y} ${t.x-o} ${t.y} ${t.x} ${t.y}"/>`}function N({title:e,materials:t,y:r,height:o}){const s=(0,w.Rn)(t),d=t.filter(g=>!s.includes(g)),h=[...s,...d].slice(0,E),b=t.length-h.length,m=g=>r+O+g*$+14;return[`<rect class="box" x="${a.x}" y="${r}" width="${a.width}" height="${o}" rx="5"/>`,y(M(e,L),{x:a.x+10,y:r+18},"strong"),...h.flatMap((g,_)=>Y(g,m(_))),...b>0?[y(`and ${b} more`,{x:a.x+28,y:m(h.length)},"dim")]:[]]}function Y(e,t){const r=R(e),{kind:o,what:s,change:d}=e,h=o==="packages"?"":`${o.replace("-"," ")} `,b=M(`${h}${q(s)}`,A),m=d==="new"||d==="worse"?d:void 0;return[y(X[r],{x:a.x+11,y:t},`mark ${r}`),y(b,{x:a.x+28,y:t},""),...m?[y(m,{x:a.x+a.width-10,y:t},`badge ${m}`)]:[]]}function F({name:e,isBuilder:t,y:r}){return[`<rect class="box${t?" copied":""}" x="${i.x}" y="${r}" width="${i.width}" height="${i.height}" rx="5"/>`,y(M(V(e),I),{x:i.x+12,y:r+20},"")]}function V(e){return/^\d+$/.test(e)?`stage ${e}`:e}const X={verified:"\u2713",named:"\u2013",loose:"!",given:"\xB7"},Z=["loose","named","verified","given"],J="\u2713 verified \xB7 \u2013 by version, not verified \xB7 ! not pinned and not verified, or not encrypted \xB7 dashed: only copied from";function R(e){const{transport:t,pin:r,verifiedBy:o,kind:s}=e;return t==="local"||s==="argument"?"given":(0,c.r)(e)?"loose":o!==void 0&&!o.includes("downloaded")?"verified":r==="none"||r==="unknown"?"loose":"named"}function Q(e){const t=new Set(e.map(R));return Z.find(r=>t.has(r))??"given"}function q(e){return e.replace(/^https:\/\//,"")}function M(e,t){if(e.length<=t)return e;const r=Math.ceil(t/2);return`${e.slice(0,r)}\u2026${e.slice(r+1-t)}`}function y(e,{x:t,y:r},o){return`<text${o===""?"":` class="${o}"`} x="${t}" y="${r}">${(0,u.X1)(e,100)}</text>`}const ee=`
.graph text{font:13px system-ui,-apple-system,"Segoe UI",sans-serif;fill:var(--text)}
.graph .strong{font-weight:600}.graph .dim{fill:var(--dim)}.graph .badge{font-weight:600;text-anchor:end}.graph .mark{font-weight:700}
.graph .box{fill:var(--soft);stroke:var(--line)}.graph .image{stroke:var(--text)}.graph .box.copied{stroke-dasharray:4 3;stroke:var(--size)}
.graph .edge{fill:none;stroke:var(--size);stroke-width:1.5}.graph .edge.copied{stroke-dasharray:5 4}
.graph .edge.loose{stroke:var(--medium)}.graph .edge.verified{stroke:var(--pass)}
.graph .mark.verified{fill:var(--pass)}.graph .mark.loose{fill:var(--medium)}.graph .mark.named,.graph .mark.given{fill:var(--dim)}
.graph .badge.new{fill:var(--low)}.graph .badge.worse{fill:var(--critical)}
`}),13404:((v,p,n)=>{n.d(p,{s:()=>l});var c=n(77598),f=n.n(c);function l(w,u,a){return["<!doctype html>",'<html lang="en">',"<head>",'<meta charset="utf-8">',`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '${`sha256-${(0,c.createHash)("sha256").update(a).digest("base64")}`}'; base-uri 'none'; form-action 'none'">`,'<meta name="viewport" content="width=device-width, initial-scale=1">','<meta name="color-scheme" content="light dark">',`<title>${w}</title>`,`<style>${u}</style>`,"<noscript><style>tr[hidden]{display:table-row}</style></noscript>","</head>"]}}),91315:((v,p,n)=>{n.d(p,{H:()=>c});function c(l){return["<main>",...l.filter(({body:u})=>u.length>0).flatMap(f),"</main>"]}function f({id:l,title:w,body:u,isOpen:a}){const i=`<h2 id="${l}">${w}</h2>`;return a?[`<section aria-labelledby="${l}">`,i,...u,"</section>"]:[`<section aria-labelledby="${l}"><details class="part"><summary>${i}</summary>`,...u,"</details></section>"]}}),40037:((v,p,n)=>{n.d(p,{Y:()=>l});var c=n(3518);const l=`
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
section{margin-top:1.5rem}section:has(>.part),#others~.fold{margin-top:.7rem}
.part>summary>h2{display:inline;font-size:1rem}.part[open]{padding-bottom:1rem}.part[open]>summary{margin-bottom:.6rem}.part>:not(summary){margin-left:.9rem;margin-right:.9rem}#others{position:absolute;left:-99rem}#tools>summary{padding:.3rem 0;color:var(--dim)}
.dim{color:var(--dim)}
code,.number,.source .rule{font:.85rem/1.55 ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--page);padding:.2rem .6rem}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
header{border-left:.35rem solid var(--medium);padding:.1rem 0 .1rem 1.1rem}
header.fail{border-color:var(--critical)}header.pass{border-color:var(--pass)}
header.fail .facts b{color:var(--critical)}header.pass .facts b{color:var(--pass)}header.incomplete .facts b{color:var(--medium)}
.reasons{margin-top:.4rem;overflow-wrap:anywhere}.facts{display:flex;flex-wrap:wrap;gap:.1rem 1.25rem;margin-top:.4rem;color:var(--dim);font-size:.93rem;overflow-wrap:anywhere}.facts span{min-width:0}
.plan{margin:.5rem 0;padding-left:1.8rem;overflow-wrap:anywhere}.plan li{margin-bottom:.4rem}.plan .dim{font-size:.93rem}
.totals{max-width:34rem;margin-bottom:.6rem}.totals caption{position:absolute;left:-99rem}.totals th,.totals td{padding:.12rem .3rem;border:0}.totals th:first-child{padding-left:0}.totals th:last-child,.totals td:last-child{padding-right:0}.totals td{text-align:right;font-variant-numeric:tabular-nums}.totals th[scope=col]:not(:first-child){text-align:right}
.totals td{vertical-align:middle}.totals td:nth-child(2){width:100%}.totals tr:last-child>*{border-top:1px solid var(--line)}
.bar{display:flex;height:.75rem}.bar i{background:currentColor}.bar i:first-child{border-radius:2px 0 0 2px}.bar i:last-child{border-radius:0 2px 2px 0}.bar .existing{opacity:.45}
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
.part,.part>details:not([class]),.fold{border:1px solid var(--line);border-radius:6px;margin-bottom:1rem}
.fold{margin:1rem 0 0}.fold>.entries{padding:0 .9rem}
summary{padding:.55rem .9rem;cursor:pointer}
.graph{overflow-x:auto;margin:.4rem 0 1rem}.graph svg{display:block;width:100%;min-width:48rem;max-width:66rem;height:auto}
caption.hidden{position:absolute;left:-99rem}
${c.fR.trim()}
.tree{margin:.4rem 0 1rem;border-bottom:1px solid var(--line)}
.tree summary,.tree .leaf{display:grid;grid-template-columns:minmax(0,1fr) 5rem 6rem 5.5rem 14rem;gap:0 .6rem;padding:.3rem .2rem .3rem 1.2rem;border-top:1px solid var(--line);position:relative;list-style:none;font-size:.93rem}
.tree summary::-webkit-details-marker{display:none}
.tree summary::before{content:"";position:absolute;left:.2rem;top:.7rem;border:.28rem solid transparent;border-left-color:var(--dim);border-right:0}
.tree [open]>summary::before{transform:rotate(90deg)}
.tree summary:hover{background:var(--soft)}
.tree details>details,.tree details>.leaf{margin-left:1.1rem}
.tree .path{overflow-wrap:anywhere}.tree .old,.tree b{text-align:right;white-space:nowrap}.tree b{font-weight:600}
.tree ul{list-style:none;padding:.1rem 0 .4rem;margin-left:2.3rem;font-size:.93rem;overflow-wrap:anywhere}
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
@media screen and (max-width:52rem){body{padding:1rem}h1{font-size:1.3rem}header{padding-left:.8rem}section{margin-top:1rem}.part>:not(summary){margin-left:.5rem;margin-right:.5rem}.line{grid-template-columns:2.4rem minmax(0,1fr)}.notes{grid-column:2}
.entry>summary{display:flex;flex-wrap:wrap}.entry>summary .title{flex-basis:100%;order:1}.entry>summary .at{order:2}.entry>summary .fix{order:1}.fix:empty{display:none}.body{padding-left:1.2rem}
.tree summary,.tree .leaf{display:flex;flex-wrap:wrap;gap:0 .5rem}.tree .path{flex-basis:100%}.tree b:empty,.tree .dim:empty{display:none}.tree details>details,.tree details>.leaf{margin-left:.5rem}.tree ul{margin-left:1.2rem}
#package-rows thead,.layers thead{position:absolute;left:-99rem}
#package-rows tr,.layers tr{display:flex;flex-wrap:wrap;gap:0 .9rem;border-bottom:1px solid var(--line);padding:.4rem 0}
#package-rows tr[hidden]{display:none}
#package-rows td,.layers td{border:0;padding:0}.layers td:nth-child(n+3){flex-basis:100%}.layers td:nth-child(2){flex:1}.layers td:first-child:not(:empty)::before{content:"layer "}.layers td:last-child svg{width:40%}.layers td:last-child:has(.dim),.layers td:empty{display:none}}
@media print{html{font-size:11px;print-color-adjust:exact}body{max-width:none;padding:0}form,.skip,#tools,#package-more{display:none}
details::details-content{content-visibility:visible;display:block;height:auto}
section,.line,tr,.entry{break-inside:avoid}.source,section{break-inside:auto}a{color:inherit;text-decoration:none}}
`.trim().replaceAll(`
`,"")}),79314:((v,p,n)=>{n.d(p,{$:()=>c});const c=`  /** Shows the matching rows of a table: the first ones, or all after a click on the button. */
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
`})};export{re as id,oe as ids,ae as modules};
