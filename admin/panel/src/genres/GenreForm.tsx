import { maxLength, required, TextInput } from 'react-admin';
import { useReading } from '../saving/Reading.ts';

export function GenreForm() {
  const reading = useReading();
  return (
    <>
      <TextInput source="name" {...reading} validate={[required(), maxLength(200)]} />
      <TextInput source="description" {...reading} parse={(value: string) => (value === '' ? null : value)} multiline minRows={3} validate={maxLength(20000)} />
    </>
  );
}
