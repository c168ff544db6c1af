import { ApiError } from '@broadsheet/platform/api-error'
import { expect, test } from 'vitest'
import { checkPrecondition, entityTag } from './precondition.ts'

test.each([undefined, '*', entityTag(7), '"7-c0ffee"', '"6", "7"', ' "7" '])(
  'version 7 matches %s',
  (ifMatch) => {
    expect(() => checkPrecondition(ifMatch, 7)).not.toThrow()
  },
)

test.each(['"6"', '"77"', '7', 'W/"7"', '', '"', '"x7"', 'nonsense', '"6", W/"7"'])(
  'version 7 does not match %s',
  (ifMatch) => {
    expect(() => checkPrecondition(ifMatch, 7)).toThrow(new ApiError('precondition_failed'))
  },
)
