import { expect, inject, vi } from 'vitest'
import { isRunning } from '../process.ts'

/** The stack that the tests before shared has done its work, and would only slow these down. */
const launcher = inject('sharedLauncher')
if (launcher !== undefined && isRunning(launcher)) {
  process.kill(launcher, 'SIGTERM')
  await vi.waitFor(() => expect(isRunning(launcher)).toBe(false), 60_000)
}
