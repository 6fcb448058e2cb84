const W=3687,v=[3687],S={34789:((D,f,t)=>{t.d(f,{Q:()=>O});var d=t(97268);function O(a,l,M){const[p,...$]=a.positionals;if($.length>0)throw new d.V("PSE1005",`portside ${l} takes one argument, not ${$.length+1}`);const u=p??M;if(u!==void 0)return u;throw new d.V("PSE1005",`portside ${l} needs an argument`,`See portside ${l} --help`)}}),23687:((D,f,t)=>{t.r(f),t.d(f,{run:()=>$});var d=t(97268),O=t(73039),a=t(81816),l=t(98460),M=t(34789);const p=["bash","zsh","fish"];async function $(n,i,e){const _=(0,M.Q)(n,"completion"),c=p.find(s=>s===_);if(!c)throw new d.V("PSE1003",`portside completion takes ${p.join(", ")}, not "${_}"`);return process.stdout.write(c==="fish"?j(e):R(e,c==="zsh")),0}function u(n,{name:i,words:e=[]}){return i!=="format"?e:[...l.REPORT_FORMATS.keys()].filter(_=>(0,O.K)(n,_))}const E=new Map([["completion",p],["db",["build","info","push"]],["policy",["check"]]]);function R(n,i){const e=n.map(({name:o})=>o),_=n.flatMap(({name:o})=>(0,a.cz)(o).flatMap(r=>{const m=u(o,r);return m.length>0?[h(`${o}:--${r.name}`,m)]:[]})),c=e.map(o=>h(`${o}:-*`,[...(0,a.cz)(o).map(r=>`--${r.name}`),"--help"])),s=[...E].map(([o,r])=>h(`${o}:*`,r));return`${i?C:""}_portside() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} words=
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${[...e,"help","version"].join(" ")}'
  else
    case "\${COMP_WORDS[1]}:$word" in
${[...c,...s,h("help:*",e)].join(`
`)}
    esac
    case "\${COMP_WORDS[1]}:$before" in
${_.join(`
`)}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _portside portside
`}const C=`autoload -U +X compinit && compinit
autoload -U +X bashcompinit && bashcompinit
`;function h(n,i){return`      ${n}) words='${i.join(" ")}' ;;`}function j(n){const i=n.map(({name:s,help:o})=>`complete -c portside -n __fish_use_subcommand -f -a ${s} -d ${P(o)}`),e=n.flatMap(({name:s})=>(0,a.cz)(s).map(o=>{const r=u(s,o),m=o.type==="string"?" -r":"",g=r.length>0?` -f -a '${r.join(" ")}'`:"";return`complete -c portside -n '__fish_seen_subcommand_from ${s}' -l ${o.name}${m}${g} -d ${P(o.help)}`})),_=[...E].map(([s,o])=>`complete -c portside -n '__fish_seen_subcommand_from ${s}' -f -a '${o.join(" ")}'`),c=["complete -c portside -n __fish_use_subcommand -f -a 'help version'",`complete -c portside -n '__fish_seen_subcommand_from help' -f -a '${n.map(({name:s})=>s).join(" ")}'`];return`${[...i,...c,...e,..._].join(`
`)}
`}function P(n){return`'${n.replace(/[\\']/g,"\\$&")}'`}})};export{W as id,v as ids,S as modules};
