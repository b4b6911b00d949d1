import { type Command, Option } from 'commander'
import type { Frame } from '../frame'

/** Completion of commands for a shell; made of the commands themselves. */
export function add(program: Command, _: Frame): void {
  program
    .command('completion')
    .description('print a completion script: source <(payledger completion bash)')
    .addOption(new Option('--shell <name>').choices(['bash', 'zsh']).default('bash'))
    .argument('[shell]', 'bash or zsh')
    .action((shell: string | undefined, options: { shell: string }) => {
      const script = scriptOf(program)
      process.stdout.write((shell ?? options.shell) === 'zsh' ? `autoload -U +X bashcompinit && bashcompinit\n${script}` : script)
    })
}

/** After `payledger` its commands, after each of these its own, and of the last one its options. */
function scriptOf(program: Command): string {
  const visible = program.commands.filter((command) => command.name() !== 'help')
  const cases = visible.flatMap((command) => [
    `    ${command.name()}) words='${[...command.commands.map((each) => each.name()), ...optionsOf(command)].join(' ')}' ;;`,
    ...command.commands.map((each) => `    ${command.name()}/${each.name()}) words='${optionsOf(each).join(' ')}' ;;`),
  ])
  return `_payledger() {
  local words path=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) path="\${path:+$path/}$word" ;; esac
  done
  case "$path" in
    '') words='${[...visible.map((command) => command.name()), ...optionsOf(program)].join(' ')}' ;;
${cases.join('\n')}
    *) words='' ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
  [ \${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _payledger payledger
`
}

const optionsOf = (command: Command): string[] => command.options.flatMap(({ long }) => long ?? [])
