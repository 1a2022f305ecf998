import { maxLength, required, TextInput } from 'react-admin';
import { RecordForm } from '../ui/RecordForm.tsx';

export function PersonForm() {
  return (
    <RecordForm>
      <TextInput source="full_name" validate={[required(), maxLength(1000)]} />
    </RecordForm>
  );
}
