import { errorCatalogue, type ErrorCode, type FieldErrors } from '@broadsheet/contracts/errors'

/** An answer from the error catalogue, thrown by whoever finds it out. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly code: ErrorCode
  readonly fields: FieldErrors
  readonly headers: Record<string, string>

  /** `fields` replaces the catalogue's field and rule. */
  constructor(code: ErrorCode, fields?: FieldErrors, headers: Record<string, string> = {}) {
    super(code)
    const { field, rule } = errorCatalogue[code]
    this.code = code
    this.fields = fields ?? { [field]: [rule] }
    this.headers = headers
  }

  get status() {
    return errorCatalogue[this.code].status
  }
}
