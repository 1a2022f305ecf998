export default {
  resources: {
    genres: {
      name: 'Genre |||| Genres',
      empty: { title: 'There are no genres yet', text: 'Films are sorted into genres; add the first one.' },
      none: { title: 'No genre fits', text: 'Look for another word.' },
      fields: { id: 'Id', name: 'Name', description: 'Description', created: 'Added', modified: 'Changed', q: 'Search names' },
    },
  },
};
