import { defineConfig, type OxlintOverride } from 'oxlint'

const rooms = ['write-api', 'connectors', 'projector', 'read-api', 'infra', 'ops', 'tests', 'bench']
const climbing = ['../../**']

/** A room imports its own files, and of the others only what its list names. */
function room(name: string, mayImport: string[]): OxlintOverride {
  const closed = ['contracts', 'platform', ...rooms].filter(
    (other) => other !== name && !mayImport.includes(other),
  )
  return {
    files: [`${name}/**`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: climbing, message: `${name} imports no files of other rooms by path` },
            ...rooms
              .filter((other) => other !== name)
              .map((other) => ({
                group: [`../${other}/**`],
                message: `${name} imports no files of other rooms by path`,
              })),
            ...closed.map((other) => ({
              group: [`@broadsheet/${other}`, `@broadsheet/${other}/**`],
              message: `${name} must not know ${other}`,
            })),
          ],
        },
      ],
    },
  }
}

const both = ['contracts', 'platform']

export default defineConfig({
  plugins: ['typescript', 'import', 'unicorn', 'oxc', 'promise'],
  categories: { correctness: 'error', suspicious: 'error' },
  rules: {
    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    'no-console': 'off',
    'no-await-in-loop': 'off',
    'no-shadow': 'off',
    'no-underscore-dangle': 'off',
    'import/no-unassigned-import': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'unicorn/no-invalid-fetch-options': 'off',
    'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
  },
  overrides: [
    room('contracts', []),
    room('platform', ['contracts']),
    room('write-api', both),
    room('connectors', both),
    room('projector', both),
    room('read-api', both),
    room('infra', ['contracts']),
    room('ops', ['contracts']),
    room('tests', ['contracts']),
    room('bench', ['contracts']),
    {
      // The page on configuration looks into every room, the test of a secured Kafka joins two of them.
      files: ['tests/house/configuration.ts', 'tests/managed/kafka.int.test.ts'],
      rules: { 'no-restricted-imports': 'off' },
    },
    {
      files: ['**/*.test.ts', 'tests/**'],
      rules: { 'max-lines-per-function': 'off' },
    },
    {
      files: ['**/*.config.ts', 'tests/stack.ts', 'tests/closing-line.ts'],
      rules: { 'import/no-default-export': 'off' },
    },
  ],
  ignorePatterns: ['**/node_modules/**', '**/migrations/**', '.data/**', '.cache/**'],
})
