import type { TestProject } from 'vitest/node'
import { startStack, type StackDescription } from './launch.ts'

declare module 'vitest' {
  interface ProvidedContext {
    stack: StackDescription
    /** The pid of the launcher of the stack that is shared; none if that stack ran before. */
    sharedLauncher?: number | undefined
  }
}

/** Starts one real stack for all tests that need one, by the same launcher as `npm start`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stack = await startStack({
    DEMO: '0',
    RATE_LIMITS: 'off',
    WRITE_APIS: '2',
    READ_APIS: '2',
  })
  project.provide('stack', stack.description)
  project.vitest.provide('sharedLauncher', stack.launcher)
  return stack.stop
}
