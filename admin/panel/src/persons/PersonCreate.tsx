import { RecordCreate } from '../saving/RecordCreate.tsx';
import { persons } from '../saving/subjects.ts';
import { PersonForm } from './PersonForm.tsx';

export default function PersonCreate() {
  return (
    <RecordCreate subject={persons}>
      <PersonForm />
    </RecordCreate>
  );
}
