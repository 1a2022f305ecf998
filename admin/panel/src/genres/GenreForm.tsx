import { maxLength, required, TextInput } from 'react-admin';

export function GenreForm() {
  return (
    <>
      <TextInput source="name" validate={[required(), maxLength(200)]} />
      <TextInput source="description" parse={(value: string) => (value === '' ? null : value)} multiline minRows={3} validate={maxLength(20000)} />
    </>
  );
}
