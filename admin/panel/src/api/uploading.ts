// What fetch does, and tells how much of the body has been sent, which fetch cannot tell.

export type Progress = (sent: number, of: number) => void;

/** Rejects as fetch does: with a TypeError where there is no answer, with an AbortError where it was stopped. */
export function fetchWithProgress(url: string, { method = 'GET', headers, body, signal }: RequestInit, progress: Progress): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    new Headers(headers).forEach((value, name) => {
      request.setRequestHeader(name, value);
    });
    request.upload.onprogress = ({ loaded, total }) => {
      progress(loaded, total);
    };
    request.onload = () => {
      resolve(answerOf(request));
    };
    request.onerror = () => {
      reject(new TypeError('the connection broke'));
    };
    request.onabort = () => {
      reject(new DOMException('stopped', 'AbortError'));
    };
    signal?.addEventListener('abort', () => {
      request.abort();
    });
    request.send((body ?? null) as XMLHttpRequestBodyInit | null);
  });
}

function answerOf(request: XMLHttpRequest): Response {
  const bodiless = [204, 205, 304].includes(request.status);
  return new Response(bodiless ? null : request.responseText, { status: request.status, statusText: request.statusText, headers: headersOf(request.getAllResponseHeaders()) });
}

/** Lines of "name: value". */
export function headersOf(lines: string): Headers {
  const headers = new Headers();
  for (const line of lines.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return headers;
}
