import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { ApiFailure } from './api-client.ts';
import { App } from './app.tsx';
import { readKept } from './kept.ts';
import { createWords, WordsProvider } from './words.ts';

const theme = readKept('theme');
if (theme === 'light' || theme === 'dark') document.documentElement.dataset['theme'] = theme;

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    // A desk that locked itself asks for the officer again, wherever it is noticed.
    onError: (error, query) => {
      const locked = error instanceof ApiFailure && ['session-locked', 'not-signed-in'].includes(error.code);
      if (locked && query.queryKey[1] !== 'session')
        void client.invalidateQueries({ queryKey: ['api', 'session'] });
    },
  }),
  defaultOptions: { queries: { retry: false, staleTime: 5_000, refetchOnWindowFocus: false } },
});

const place = document.getElementById('desk');
if (place !== null) {
  createRoot(place).render(
    <QueryClientProvider client={client}>
      <WordsProvider value={createWords('en')}>
        <App />
      </WordsProvider>
    </QueryClientProvider>,
  );
}
