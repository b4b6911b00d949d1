/**
 * Every command that a document names can be typed: `npm run X` and `npm X` are scripts of package.json, a benchmark has its file, `npx X` is installed.
 * `npx payledger …` is a command of our own: package.json must name it, and each word of it, up to an option or a placeholder, must be the name of a
 * file or a quoted text below `cli/`. A name in angle brackets (`npm run <script>`) stands for any.
 */
import { basename } from 'node:path'
import type { Checkout } from './checkout'
import type { Document, Part } from './markdown'
import type { Problem } from './problem'

const NPM_ITSELF = new Set(['install', 'ci', 'run'])

export function commandProblems({ spans, blocks, prose }: Document, checkout: Checkout): Problem[] {
  return [
    ...[...spans, ...blocks].flatMap((part) => [...typed(part, checkout), ...spoken(part, checkout)]),
    ...prose.flatMap((part) => spoken(part, checkout)),
  ]
}

/** Only where it is code: "npm packages" in a sentence is no command. */
function typed({ line, text }: Part, { scripts }: Checkout): Problem[] {
  return [...text.matchAll(/\bnpm ([a-z][\w:-]*)/g)]
    .map(([, name = '']) => name)
    .filter((name) => !NPM_ITSELF.has(name) && !(scripts.has(name) && ['start', 'test'].includes(name)))
    .map((name) => ({ line, what: `npm ${name} is no command of npm's or ours` }))
}

/** Wherever it stands. */
function spoken({ line, text }: Part, checkout: Checkout): Problem[] {
  const scripts = [...text.matchAll(/\bnpm run ([\w:-]+)(?: -- ([\w-]+))?/g)].flatMap(([, name = '', argument]) => {
    if (!checkout.scripts.has(name)) return [`npm run ${name} is no script of package.json`]
    const isBench = name === 'bench' && argument !== undefined && !checkout.places.has(`bench/${argument}.bench.ts`)
    return isBench ? [`there is no bench/${argument}.bench.ts to run`] : []
  })
  const programs = [...text.matchAll(/\bnpx ([\w@/-]+)((?: [a-z][\w-]*)*)/g)].flatMap(([, name = '', words = '']) =>
    name === 'payledger'
      ? ownCommand(words.split(' ').filter(Boolean), checkout)
      : checkout.installed(name)
        ? []
        : [`npx ${name} is not installed`],
  )
  return [...scripts, ...programs].map((what) => ({ line, what }))
}

function ownCommand(words: readonly string[], { commands, files, read }: Checkout): string[] {
  if (!commands.has('payledger')) return ['npx payledger is no command: package.json names none']
  const sources = files.filter((path) => path.startsWith('cli/') && !path.includes('.test.'))
  const isKnown = (word: string) =>
    sources.some(
      (path) => basename(path).replace(/\.tsx?$/, '') === word || path.split('/').includes(word) || read(path).includes(`'${word}'`),
    )
  return words.filter((word) => !isKnown(word)).map((word) => `npx payledger ${words.join(' ')}: nothing below cli/ is called ${word}`)
}
