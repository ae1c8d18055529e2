package io.github.brazeaudience.okhttp;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.GzipSink;
import okio.HashingSink;
import okio.Okio;

/** Interceptors of applications that affect a request before it is sent. */
enum ApplicationCode {
  NONE(client -> client),
  REBUILDS_THE_REQUEST(
      client -> client.addInterceptor(chain -> chain.proceed(rebuilt(chain, it -> it)))),
  REBUILDS_THE_REQUEST_ON_THE_NETWORK(
      client -> client.addNetworkInterceptor(chain -> chain.proceed(rebuilt(chain, it -> it)))),
  COPIES_THE_BODY(client -> client.addInterceptor(chain -> chain.proceed(copied(chain)))),
  COPIES_THE_BODY_ON_THE_NETWORK(
      client -> client.addNetworkInterceptor(chain -> chain.proceed(copied(chain)))),
  COMPRESSES_THE_BODY(
      client ->
          client.addInterceptor(
              chain -> chain.proceed(rebuilt(chain, ApplicationCode::compressed)))),
  LOGS_THE_BODY(
      client ->
          client.addInterceptor(
              chain -> {
                chain.request().body().writeTo(new Buffer());
                return chain.proceed(chain.request());
              })),
  SIGNS_THE_BODY(
      client ->
          client.addInterceptor(
              chain -> {
                try (BufferedSink sink = Okio.buffer(HashingSink.sha256(Okio.blackhole()))) {
                  chain.request().body().writeTo(sink);
                }
                return chain.proceed(rebuilt(chain, it -> it));
              })),
  TRIES_TWICE(
      client ->
          client.addInterceptor(
              chain -> {
                try {
                  return chain.proceed(copied(chain));
                } catch (IOException e) {
                  return chain.proceed(copied(chain));
                }
              })),
  WRAPS_THE_FAILURE(
      client ->
          client.addInterceptor(
              chain -> {
                try {
                  return chain.proceed(copied(chain));
                } catch (IOException e) {
                  throw new IOException("wrapped", e);
                }
              })),
  CALLS_A_CLONE(
      client -> {
        AtomicBoolean cloned = new AtomicBoolean();
        return client.addInterceptor(
            chain ->
                cloned.compareAndSet(false, true)
                    ? chain.call().clone().execute()
                    : chain.proceed(rebuilt(chain, it -> it)));
      }),
  CALLS_ANOTHER_CLIENT(
      client ->
          client.addInterceptor(
              chain -> new OkHttpClient().newCall(rebuilt(chain, it -> it)).execute())),
  CALLS_ANOTHER_CLIENT_WITH_A_COPY(
      client ->
          client.addInterceptor(chain -> new OkHttpClient().newCall(copied(chain)).execute()));

  private final UnaryOperator<OkHttpClient.Builder> change;

  ApplicationCode(UnaryOperator<OkHttpClient.Builder> change) {
    this.change = change;
  }

  OkHttpClient client() {
    return change.apply(new OkHttpClient.Builder()).build();
  }

  /** A request without the tags of the one that it copies. */
  private static Request rebuilt(Interceptor.Chain chain, UnaryOperator<RequestBody> body) {
    Request request = chain.request();
    return new Request.Builder()
        .url(request.url())
        .headers(request.headers())
        .method(request.method(), body.apply(request.body()))
        .build();
  }

  private static Request copied(Interceptor.Chain chain) throws IOException {
    Buffer bytes = new Buffer();
    chain.request().body().writeTo(bytes);
    return rebuilt(
        chain,
        body -> RequestBody.create(bytes.readByteArray(), MediaType.get("application/json")));
  }

  private static RequestBody compressed(RequestBody body) {
    return new RequestBody() {
      @Override
      public MediaType contentType() {
        return body.contentType();
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        try (BufferedSink gzip = Okio.buffer(new GzipSink(sink))) {
          body.writeTo(gzip);
        }
      }
    };
  }
}
