import { defineConfig } from 'vitest/config'

const stack = ['./tests/stack.ts']
/** No test keeps anything in a module; to load them for each file anew takes longer than most tests. */
const isolate = false

const onContainers = process.env.STACK === 'containers'

/** What there is with an engine alone: images, and docker-compose.yml. */
const containers = {
  test: {
    name: 'containers',
    include: ['**/*.container.test.ts'],
    exclude: ['**/node_modules/**'],
    setupFiles: ['./tests/faults/alone.ts'],
    testTimeout: 300_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    sequence: { groupOrder: 3 },
  },
}

export default defineConfig({
  test: {
    reporters: ['default', './tests/closing-line.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.{int,flow,fault,container}.test.ts'],
          isolate,
          // Generated input on a machine that does other things as well.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'stack',
          include: ['**/*.int.test.ts', 'tests/**/*.flow.test.ts'],
          exclude: ['**/node_modules/**'],
          globalSetup: stack,
          // One stack on few cores: side by side, files would test the scheduler.
          fileParallelism: false,
          isolate,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'faults',
          include: ['tests/faults/*.fault.test.ts'],
          setupFiles: ['./tests/faults/alone.ts'],
          exclude: ['**/node_modules/**'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      ...(onContainers ? [containers] : []),
    ],
  },
})
