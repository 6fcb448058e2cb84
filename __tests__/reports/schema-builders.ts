/** JSON Schema in short form, for the parts of other tools' formats that our reports use. */

export const text = (minLength = 1, maxLength = Number.MAX_SAFE_INTEGER) => ({
  type: 'string',
  minLength,
  maxLength,
});

/** An object with these members and no others. */
export const record = (properties: Readonly<Record<string, object>>, ...optional: string[]) => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});

export const list = (items: object, minItems = 0) => ({ type: 'array', items, minItems });
