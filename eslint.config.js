import js from '@eslint/js'
import ts from 'typescript-eslint'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import { defineConfig, globalIgnores } from 'eslint/config'

const layers = ['asl', 'api', 'plugins', 'engine', 'cli', 'electron', 'renderer', 'test', 'bench']
const typed = layers.flatMap((layer) => [`${layer}/**/*.ts`, `${layer}/**/*.svelte`])

/** Time and chance come in as values (rule 2 of docs/architecture.md). */
const clockAndChance = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Take the time from the activation or the clock, not from Date.now().'
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Take the time from the activation or the clock, not from a bare new Date().'
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Take randomness from the seed or from engine/ids.ts, not from Math.random().'
  }
]
const defaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name: a default export has a different name in each importer.'
}

export default defineConfig(
  globalIgnores(['out', 'release', '.cache', 'test-results', 'playwright-report', 'coverage']),
  js.configs.recommended,
  {
    files: ['*.js', '*.ts', 'scripts/**/*.{js,mjs}', 'examples/**/*.{js,mjs}'],
    languageOptions: { globals: globals.node }
  },
  {
    files: ['*.ts'],
    languageOptions: { parser: ts.parser }
  },
  {
    files: typed,
    extends: [ts.configs.strictTypeChecked],
    languageOptions: {
      globals: { ...globals.node, ...globals.browser },
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname }
    },
    rules: {
      'no-restricted-syntax': ['error', defaultExport],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports' }
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true }
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'always' }
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_', ignoreRestSiblings: true }
      ],
      '@typescript-eslint/no-empty-object-type': [
        'error',
        { allowInterfaces: 'with-single-extends' }
      ],
      // Text is counted in code points, as JSONPath, JSONata and AWS count it.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/unified-signatures': 'off'
    }
  },
  {
    files: ['asl/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', defaultExport, ...clockAndChance],
      'no-console': 'error'
    }
  },
  {
    files: ['engine/**/*.ts'],
    ignores: ['engine/clock.ts', 'engine/ids.ts'],
    rules: { 'no-restricted-syntax': ['error', defaultExport, ...clockAndChance] }
  },
  {
    files: ['api/**/*.ts'],
    ignores: ['api/client.ts', 'api/event-stream.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'fetch', message: 'Only api/client.ts and api/event-stream.ts talk to the engine.' }
      ]
    }
  },
  svelte.configs.recommended,
  {
    files: ['renderer/**/*.svelte', 'renderer/**/*.svelte.ts'],
    languageOptions: {
      parserOptions: {
        parser: ts.parser,
        projectService: true,
        extraFileExtensions: ['.svelte'],
        tsconfigRootDir: import.meta.dirname
      }
    },
    rules: {
      'max-lines-per-function': 'off',
      // Props are declared with `let … = $props()`; the plugin's own rule knows which may be const.
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { excludedRunes: ['$props', '$bindable'] }],
      // Most sets, maps and search parameters of the classes are passing values, not state.
      'svelte/prefer-svelte-reactivity': 'off',
      // The window has its own small router over the browser's history.
      'svelte/no-navigation-without-resolve': 'off'
    }
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      // Vitest's asymmetric matchers are typed `any`.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off'
    }
  }
)
