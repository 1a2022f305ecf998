import { TextField } from '@mui/material';
import { useState } from 'react';
import { FieldTitle, InputHelperText, useInput, useLocaleState } from 'react-admin';
import { useReading } from '../saving/Reading.ts';
import { readDecimal, writeDecimal } from './decimal.ts';

const isRating = (value: unknown): boolean => value === null || value === undefined || (typeof value === 'number' && value >= 0 && value <= 10);
const refusal = (value: unknown) => (isRating(value) ? undefined : 'saving.rating');
const asItIs = (value: unknown) => value;

/** A rating, written with a comma or a point. What is no rating stands in the form as a text and is refused there: it is never saved as nothing. */
export function RatingInput({ source }: { source: string }) {
  const [locale] = useLocaleState();
  const reading = useReading();
  const [draft, setDraft] = useState({ text: '', locale });
  const { field, fieldState, id } = useInput({
    source,
    format: asItIs,
    parse: asItIs,
    validate: refusal,
  });
  const { ref, onChange, onBlur, disabled, name } = field;
  const value: unknown = field.value;
  // As it is being written, "7," too; what comes from elsewhere is shown as the language writes it.
  const isDraft = draft.locale === locale && readDecimal(draft.text) === (value ?? null);
  return (
    <TextField
      id={id}
      name={name}
      inputRef={ref}
      value={isDraft ? draft.text : writeDecimal(value, locale)}
      label={<FieldTitle source={source} />}
      error={fieldState.invalid}
      helperText={<InputHelperText error={fieldState.error?.message} />}
      autoComplete="off"
      onChange={({ target }) => {
        setDraft({ text: target.value, locale });
        onChange(readDecimal(target.value));
      }}
      onBlur={() => {
        setDraft({ text: writeDecimal(value, locale), locale });
        onBlur();
      }}
      disabled={reading.disabled ?? disabled}
      slotProps={{ input: reading.slotProps?.input, htmlInput: { inputMode: 'decimal' } }}
    />
  );
}
