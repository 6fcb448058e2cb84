const v=3687,b=[3687],S={23687:((W,$,c)=>{c.r($),c.d($,{run:()=>E});var h=c(97268),O=c(73039),l=c(81816),M=c(50851),P=c(34789);const f=["bash","zsh","fish"];async function E(n,r,t){const i=(0,P.Q)(n,"completion"),_=f.find(s=>s===i);if(!_)throw new h.V("PSE1003",`portside completion takes ${f.join(", ")}, not "${i}"`);return process.stdout.write(_==="fish"?C(t):D(t,_==="zsh")),0}function d(n,{name:r,words:t=[]}){return r!=="format"?t:[...M.REPORT_FORMATS.keys()].filter(i=>(0,O.K)(n,i))}const u=new Map([["completion",f],["db",["build","info","push"]],["policy",["check"]]]);function D(n,r){const t=n.map(({name:o})=>o),i=n.flatMap(({name:o})=>(0,l.cz)(o).flatMap(e=>{const p=d(o,e);return p.length>0?[a(`${o}:--${e.name}`,p)]:[]})),_=t.map(o=>a(`${o}:-*`,[...(0,l.cz)(o).map(e=>`--${e.name}`),"--help"])),s=[...u].map(([o,e])=>a(`${o}:*`,e));return`${r?R:""}_portside() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} words=
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${[...t,"help","version"].join(" ")}'
  else
    case "\${COMP_WORDS[1]}:$word" in
${[..._,...s,a("help:*",t)].join(`
`)}
    esac
    case "\${COMP_WORDS[1]}:$before" in
${i.join(`
`)}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _portside portside
`}const R=`autoload -U +X compinit && compinit
autoload -U +X bashcompinit && bashcompinit
`;function a(n,r){return`      ${n}) words='${r.join(" ")}' ;;`}function C(n){const r=n.map(({name:s,help:o})=>`complete -c portside -n __fish_use_subcommand -f -a ${s} -d ${m(o)}`),t=n.flatMap(({name:s})=>(0,l.cz)(s).map(o=>{const e=d(s,o),p=o.type==="string"?" -r":"",j=e.length>0?` -f -a '${e.join(" ")}'`:"";return`complete -c portside -n '__fish_seen_subcommand_from ${s}' -l ${o.name}${p}${j} -d ${m(o.help)}`})),i=[...u].map(([s,o])=>`complete -c portside -n '__fish_seen_subcommand_from ${s}' -f -a '${o.join(" ")}'`),_=["complete -c portside -n __fish_use_subcommand -f -a 'help version'",`complete -c portside -n '__fish_seen_subcommand_from help' -f -a '${n.map(({name:s})=>s).join(" ")}'`];return`${[...r,..._,...t,...i].join(`
`)}
`}function m(n){return`'${n.replace(/[\\']/g,"\\$&")}'`}})};export{v as id,b as ids,S as modules};
