import { basename } from 'node:path'

const maxLines = 300
const vagueNames = /^(?:utils?|helpers?|common|managers?|misc|shared)\b/
const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z]+)*\.(?:ts|mjs)$/

/** What a file does against the rules of the house, each as one sentence. */
export function tidyProblems(path: string, text: string): string[] {
  const problems: string[] = []
  const lines = text.split('\n').length
  if (lines > maxLines) problems.push(`${path} has ${lines} lines: more than one idea`)
  if (vagueNames.test(basename(path))) problems.push(`${path} is not named by a concept`)
  if (!kebab.test(basename(path))) problems.push(`${path} is not named in kebab case`)
  if (path.endsWith('.test.ts')) problems.push(...testProblems(path, text))
  if (/\b(?:TO(?:DO)|FIX(?:ME))\b/.test(text)) problems.push(`${path} leaves something open`)
  return problems
}

function testProblems(path: string, text: string): string[] {
  const problems: string[] = []
  if (/\b(?:setTimeout|sleep|delay)\(/.test(text)) problems.push(`${path} sleeps`)
  if (/\b(?:test|it|describe)\.(?:skip|todo|only)\b/.test(text)) {
    problems.push(`${path} skips a test`)
  }
  return problems
}
