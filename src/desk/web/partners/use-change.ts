import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../api-client.ts';

/** A word of an officer that changes something: sent once it is pressed; then everything that the desk shows is read anew. */
export function useChange(path: string, body?: object) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call('POST', path, body === undefined ? {} : { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['api'] }),
  });
}
