import { FilmsOf } from '../films/FilmsOf.tsx';
import { RecordEdit } from '../saving/RecordEdit.tsx';
import { RenameReach } from '../saving/RenameReach.tsx';
import { persons } from '../saving/subjects.ts';
import { PersonForm } from './PersonForm.tsx';

export default function PersonEdit() {
  return (
    <RecordEdit subject={persons} below={({ id }) => <FilmsOf filter="person" id={id} />}>
      <PersonForm />
      <RenameReach subject={persons} />
    </RecordEdit>
  );
}
