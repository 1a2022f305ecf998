import { RecordEdit } from '../saving/RecordEdit.tsx';
import { genres } from '../saving/subjects.ts';
import { GenreForm } from './GenreForm.tsx';

export default function GenreEdit() {
  return (
    <RecordEdit subject={genres}>
      <GenreForm />
    </RecordEdit>
  );
}
