import { asFields, asList, asOptional, asString } from './answer.ts'
import { asOptionDefinition, type OptionDefinition } from './option-definition.ts'
import { path } from './path.ts'
import type { ConnectorConfig } from './connector-info.ts'
import type { CallOptions, Transport } from './transport.ts'
import { asValidation, configInvalid, type Validation } from './validation.ts'

export type Plugin = {
  class: string
  type:
    | 'source'
    | 'sink'
    | 'converter'
    | 'header_converter'
    | 'transformation'
    | 'predicate'
    | (string & {})
  version: string | undefined
}

export function pluginCalls({ send }: Transport) {
  /** Never rejects for a bad configuration; `check` does. `name` may be left out. */
  const validate = (config: ConnectorConfig, options?: CallOptions): Promise<Validation> =>
    send(
      {
        method: 'PUT',
        path: validatePath(config),
        // Connect wants a name among the options here, and nowhere else.
        body: { name: 'unnamed', ...config },
        read: asValidation,
      },
      options,
    )

  return {
    /** Installed connectors, or with `all` also converters, transformations and predicates. */
    list: ({ all, ...options }: { all?: boolean } & CallOptions = {}): Promise<readonly Plugin[]> =>
      send(
        {
          method: 'GET',
          path: '/connector-plugins',
          query: { connectorsOnly: !all },
          read: (body) => asList(body, 'plugins', asPlugin),
        },
        options,
      ),

    /** The options that a plugin declares, by its class or the last part of it. */
    options: (plugin: string, options?: CallOptions): Promise<readonly OptionDefinition[]> =>
      send(
        {
          method: 'GET',
          path: path('connector-plugins', plugin, 'config'),
          read: (body) => asList(body, 'options', asOptionDefinition),
        },
        options,
      ),

    validate,

    /** Throws `ConfigInvalid` with the errors of each field, unless there are none. */
    async check(config: ConnectorConfig, options?: CallOptions): Promise<void> {
      const validation = await validate(config, options)
      if (!validation.valid) throw configInvalid(`PUT ${validatePath(config)}`, validation)
    },
  }
}

function validatePath(config: ConnectorConfig): string {
  const plugin = config['connector.class']
  if (!plugin) throw new TypeError('a configuration to validate needs connector.class')
  return path('connector-plugins', plugin, 'config', 'validate')
}

function asPlugin(value: unknown, at: string): Plugin {
  const plugin = asFields(value, at)
  return {
    class: asString(plugin['class'], `${at}.class`),
    type: asString(plugin['type'], `${at}.type`),
    version: asOptional(plugin['version'], `${at}.version`, asString),
  }
}
