const S=3687,w=[3687],L={34789:((C,p,e)=>{e.d(p,{Q:()=>h});var f=e(97268);function h(O,_,m){const[M,...l]=O.positionals;if(l.length>0)throw new f.V("PSE1005",`portside ${_} takes one argument, not ${l.length+1}`);const u=M??m;if(u!==void 0)return u;throw new f.V("PSE1005",`portside ${_} needs an argument`,`See portside ${_} --help`)}}),23687:((C,p,e)=>{e.r(p),e.d(p,{run:()=>u});var f=e(60432),h=e(97268),O=e(73039),_=e(81816),m=e(72918),M=e(34789);const l=["bash","zsh","fish"];async function u(n,t,r){const a=(0,M.Q)(n,"completion"),c=l.find(s=>s===a);if(!c)throw new h.V("PSE1003",`portside completion takes ${l.join(", ")}, not "${a}"`);return process.stdout.write(c==="fish"?W(r):v(r,c==="zsh")),0}function E(n,{name:t}){return t==="fail-on"||t==="severity"?f.oC:t==="color"?R:t==="only"?_.oP:t!=="format"?[]:[...m.FORMATS.keys()].filter(r=>(0,O.Kx)(n,r))}const R=["auto","always","never"],P=new Map([["completion",l],["db",["build","info","push"]],["policy",["check"]]]);function v(n,t){const r=n.map(({name:o})=>o),a=n.flatMap(({name:o})=>(0,_.cz)(o).flatMap(i=>{const $=E(o,i);return $.length>0?[d(`${o}:--${i.name}`,$)]:[]})),c=r.map(o=>d(`${o}:-*`,[...(0,_.cz)(o).map(i=>`--${i.name}`),"--help"])),s=[...P].map(([o,i])=>d(`${o}:*`,i));return`${t?j:""}_portside() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} words=
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${[...r,"help","version"].join(" ")}'
  else
    case "\${COMP_WORDS[1]}:$word" in
${[...c,...s,d("help:*",r)].join(`
`)}
    esac
    case "\${COMP_WORDS[1]}:$before" in
${a.join(`
`)}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _portside portside
`}const j=`autoload -U +X compinit && compinit
autoload -U +X bashcompinit && bashcompinit
`;function d(n,t){return`      ${n}) words='${t.join(" ")}' ;;`}function W(n){const t=n.map(({name:s,help:o})=>`complete -c portside -n __fish_use_subcommand -f -a ${s} -d ${D(o)}`),r=n.flatMap(({name:s})=>(0,_.cz)(s).map(o=>{const i=E(s,o),$=o.type==="string"?" -r":"",g=i.length>0?` -f -a '${i.join(" ")}'`:"";return`complete -c portside -n '__fish_seen_subcommand_from ${s}' -l ${o.name}${$}${g} -d ${D(o.help)}`})),a=[...P].map(([s,o])=>`complete -c portside -n '__fish_seen_subcommand_from ${s}' -f -a '${o.join(" ")}'`),c=["complete -c portside -n __fish_use_subcommand -f -a 'help version'",`complete -c portside -n '__fish_seen_subcommand_from help' -f -a '${n.map(({name:s})=>s).join(" ")}'`];return`${[...t,...c,...r,...a].join(`
`)}
`}function D(n){return`'${n.replace(/[\\']/g,"\\$&")}'`}})};export{S as id,w as ids,L as modules};
