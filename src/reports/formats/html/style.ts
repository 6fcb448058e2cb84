import { GRAPH_STYLE } from './material-graph.js';

/** The colors of the page in light and dark mode. */
export const COLORS = `:root{--page:#fff;--text:#1c2128;--dim:#57606a;--line:#d8dee4;--soft:#f6f8fa;--link:#0757b3;--mark:#fff3c4;
--critical:#a40e26;--high:#b93a0b;--medium:#805400;--low:#1d5fa8;--info:#57606a;--pass:#1a7f37;--size:#8b98a5}
@media screen and (prefers-color-scheme:dark){:root{--page:#0f1419;--text:#e3e8ed;--dim:#9aa6b2;--line:#2d353e;--soft:#171d24;--link:#7ab7ff;--mark:#4a3c0a;
--critical:#ff8590;--high:#ffa15c;--medium:#e3b341;--low:#79b8ff;--info:#9aa6b2;--pass:#56d364;--size:#66737f}}`;

/** The page's style sheet. Contrast meets WCAG 2.2 AA in light and dark mode, which a test checks with axe. */
export const STYLE = `
${COLORS}
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
${GRAPH_STYLE.trim()}
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
`
  .trim()
  .replaceAll('\n', '');
