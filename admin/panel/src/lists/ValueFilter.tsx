import { useTranslate, useResourceContext } from 'react-admin';
import { Chips } from './ChipRow.tsx';
import { FacetGroup, FacetValues } from './FacetGroup.tsx';
import { type Filter, withoutValue, toggled, valuesOf, without } from './filter.ts';
import { useFilter } from './useShown.ts';

interface ValueFilterProps {
  /** The query parameter; resources.<resource>.<name>.label is its name, .<value> that of a value. */
  name: string;
  values: readonly string[];
}

/** A filter with a few values that the server does not count. */
export function ValueFilter({ name, values }: ValueFilterProps) {
  const translate = useTranslate();
  const resource = useResourceContext() ?? '';
  const [filter, setFilter] = useFilter();
  return (
    <FacetGroup title={translate(`resources.${resource}.${name}.label`)}>
      <FacetValues
        values={values.map((value) => ({ value, label: translate(`resources.${resource}.${name}.${value}`) }))}
        chosen={valuesOf(filter, name)}
        onToggle={(value) => {
          setFilter((now) => toggled(now, name, value));
        }}
      />
    </FacetGroup>
  );
}

/** The search and the values of such filters, each to be removed. */
export function ValueChips({ names }: { names: readonly string[] }) {
  const translate = useTranslate();
  const resource = useResourceContext() ?? '';
  const [filter] = useFilter();
  const chips = [
    ...valuesOf(filter, 'q').map((q) => ({ id: 'q', label: `“${q}”`, without: (now: Filter) => without(now, ['q']) })),
    ...names.flatMap((name) =>
      valuesOf(filter, name).map((value) => ({
        id: `${name} ${value}`,
        label: translate(`resources.${resource}.${name}.${value}`),
        without: (now: Filter) => withoutValue(now, name, value),
      })),
    ),
  ];
  return <Chips chips={chips} />;
}
