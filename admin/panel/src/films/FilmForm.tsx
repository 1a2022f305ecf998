import { DateInput, maxLength, maxValue, minValue, NumberInput, required, SelectInput, TextInput } from 'react-admin';
import { RecordForm } from '../ui/RecordForm.tsx';
import { filmTypes } from './types.ts';

/** The fields of a film. What has no field here, such as the genres, is sent back as it came. */
export function FilmForm() {
  return (
    <RecordForm>
      <TextInput source="title" validate={[required(), maxLength(1000)]} />
      <SelectInput source="type" choices={filmTypes} validate={required()} />
      <DateInput source="creation_date" parse={emptyIsNull} />
      <NumberInput source="rating" step={0.1} min={0} max={10} validate={[minValue(0), maxValue(10)]} />
      <TextInput source="certificate" parse={emptyIsNull} validate={maxLength(1000)} />
      <TextInput source="description" parse={emptyIsNull} multiline minRows={3} validate={maxLength(20000)} />
    </RecordForm>
  );
}

const emptyIsNull = (value: string): string | null => (value === '' ? null : value);
