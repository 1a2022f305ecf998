import { RecordEdit } from '../saving/RecordEdit.tsx';
import { persons } from '../saving/subjects.ts';
import { PersonForm } from './PersonForm.tsx';

export default function PersonEdit() {
  return (
    <RecordEdit subject={persons}>
      <PersonForm />
    </RecordEdit>
  );
}
