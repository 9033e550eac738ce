package dev.codecsmith.evolve.models.server;

import com.openai.core.RequestOptions;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpResponse;
import dev.codecsmith.evolve.models.wire.ServerBody;
import java.util.concurrent.CompletableFuture;

/** Takes HTTP errors out of the OpenAI SDK's hands, see {@link RefusedAnswer}. */
final class OpenAiTransport implements HttpClient {
  private final HttpClient inner;

  OpenAiTransport(HttpClient inner) {
    this.inner = inner;
  }

  @Override
  public HttpResponse execute(HttpRequest request, RequestOptions options) {
    HttpResponse response = inner.execute(request, options);
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return response;
    }
    try (response) {
      throw new RefusedAnswer(
          status, response.headers()::values, ServerBody.ofError(response.body()));
    }
  }

  /** Not used: every call blocks a virtual thread of its own. */
  @Override
  public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
    return CompletableFuture.failedFuture(new UnsupportedOperationException());
  }

  @Override
  public void close() {
    inner.close();
  }
}
