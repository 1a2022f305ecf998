import { maxLength, required, TextInput } from 'react-admin';
import { useReading } from '../saving/Reading.ts';

export function PersonForm() {
  const reading = useReading();
  return <TextInput source="full_name" {...reading} validate={[required(), maxLength(1000)]} />;
}
