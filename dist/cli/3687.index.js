const g=3687,v=[3687],S={34789:((C,p,e)=>{e.d(p,{Q:()=>h});var u=e(97268);function h(O,_,M){const[E,...l]=O.positionals;if(l.length>0)throw new u.V("PSE1005",`portside ${_} takes one argument, not ${l.length+1}`);const f=E??M;if(f!==void 0)return f;throw new u.V("PSE1005",`portside ${_} needs an argument`,`See portside ${_} --help`)}}),23687:((C,p,e)=>{e.r(p),e.d(p,{run:()=>f});var u=e(60432),h=e(97268),O=e(73039),_=e(81816),M=e(52937),E=e(34789);const l=["bash","zsh","fish"];async function f(o,r,i){const a=(0,E.Q)(o,"completion"),n=l.find(s=>s===a);if(!n)throw new h.V("PSE1003",`portside completion takes ${l.join(", ")}, not "${a}"`);return process.stdout.write(n==="fish"?W(i):R(i,n==="zsh")),0}function P(o,{name:r}){return r==="fail-on"?u.oC:r==="only"?_.oP:r!=="format"?[]:[...M.FORMATS.keys()].filter(i=>(0,O.Kx)(o,i))}const m=new Map([["completion",l],["db",["build","info","push"]],["policy",["check"]]]);function R(o,r){const i=o.map(({name:t})=>t),a=o.flatMap(({name:t})=>(0,_.cz)(t).flatMap(c=>{const d=P(t,c);return d.length>0?[$(`${t}:--${c.name}`,d)]:[]})),n=i.map(t=>$(`${t}:-*`,[...(0,_.cz)(t).map(c=>`--${c.name}`),"--help"])),s=[...m].map(([t,c])=>$(`${t}:*`,c));return`${r?j:""}_portside() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} words=
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${[...i,"help","version"].join(" ")}'
  else
    case "\${COMP_WORDS[1]}:$word" in
${[...n,...s,$("help:*",i)].join(`
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
`;function $(o,r){return`      ${o}) words='${r.join(" ")}' ;;`}function W(o){const r=o.map(({name:n,help:s})=>`complete -c portside -n __fish_use_subcommand -a ${n} -d ${D(s)}`),i=o.flatMap(({name:n})=>(0,_.cz)(n).map(s=>{const t=P(n,s),c=s.type==="string"?" -r":"",d=t.length>0?` -f -a '${t.join(" ")}'`:"";return`complete -c portside -n '__fish_seen_subcommand_from ${n}' -l ${s.name}${c}${d} -d ${D(s.help)}`})),a=[...m].map(([n,s])=>`complete -c portside -n '__fish_seen_subcommand_from ${n}' -f -a '${s.join(" ")}'`);return`${[...r,...i,...a].join(`
`)}
`}function D(o){return`'${o.replace(/[\\']/g,"\\$&")}'`}})};export{g as id,v as ids,S as modules};
