export default {
  resources: {
    films: {
      name: 'Film |||| Films',
      empty: { title: 'There are no films yet', text: 'The first one that you add can be found a moment after it is saved.' },
      none: { title: 'No film fits', text: 'Take a filter away, or look for another word.' },
      fields: {
        id: 'Id',
        title: 'Title',
        description: 'Description',
        creation_date: 'Released',
        certificate: 'Certificate',
        file_path: 'File',
        rating: 'Rating',
        type: 'Kind',
        genres: 'Genres',
        actors: 'Actors',
        directors: 'Directors',
        writers: 'Writers',
        created: 'Added',
        modified: 'Changed',
        q: 'Search titles',
      },
      types: { movie: 'Film', tv_show: 'Series' },
    },
  },
};
