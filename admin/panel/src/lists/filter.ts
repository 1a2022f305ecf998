// A filter as the server takes it and as it stands in the address: the names of query parameters, several values as a list.
export type Filter = Readonly<Record<string, unknown>>;

/** The values of a name, as texts. */
export function valuesOf(filter: Filter, name: string): string[] {
  const value = filter[name];
  const all: unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((one) => typeof one === 'string' || typeof one === 'number').map(String);
}

export function without(filter: Filter, names: readonly string[]): Filter {
  return Object.fromEntries(Object.entries(filter).filter(([name]) => !names.includes(name)));
}

export function having(filter: Filter, name: string, values: readonly string[]): Filter {
  return values.length === 0 ? without(filter, [name]) : { ...filter, [name]: values };
}

/** Without this value of a name. */
export function withoutValue(filter: Filter, name: string, value: string): Filter {
  return having(filter, name, valuesOf(filter, name).filter((one) => one !== value));
}

/** With this value of a name, or without it where it was there. */
export function toggled(filter: Filter, name: string, value: string): Filter {
  const values = valuesOf(filter, name);
  return values.includes(value) ? withoutValue(filter, name, value) : having(filter, name, [...values, value]);
}

/** The same question, whatever order its names stand in. */
export function sameFilter(one: Filter, other: Filter): boolean {
  return canonical(one) === canonical(other);
}

function canonical(filter: Filter): string {
  const names = Object.keys(filter).sort();
  return JSON.stringify(names.map((name) => [name, valuesOf(filter, name).sort()]).filter(([, values]) => values?.length));
}
