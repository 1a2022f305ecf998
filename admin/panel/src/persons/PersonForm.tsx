import { maxLength, required, TextInput } from 'react-admin';

export function PersonForm() {
  return (
      <TextInput source="full_name" validate={[required(), maxLength(1000)]} />
  );
}
