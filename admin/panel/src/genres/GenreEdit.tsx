import { FilmsOf } from '../films/FilmsOf.tsx';
import { RecordEdit } from '../saving/RecordEdit.tsx';
import { RenameReach } from '../saving/RenameReach.tsx';
import { genres } from '../saving/subjects.ts';
import { GenreForm } from './GenreForm.tsx';

export default function GenreEdit() {
  return (
    <RecordEdit subject={genres} below={({ id }) => <FilmsOf filter="genre" id={id} />}>
      <GenreForm />
      <RenameReach subject={genres} />
    </RecordEdit>
  );
}
