package io.github.brazeaudience.benchmarks.push;

import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;

/** Builders of OkHttp clients that trust the server. */
final class OkHttpClients {
  private OkHttpClients() {}

  static OkHttpClient.Builder forTarget(Target target) {
    OkHttpClient.Builder builder = new OkHttpClient.Builder();
    if (target.tls()) {
      HandshakeCertificates trust = target.trust();
      builder.sslSocketFactory(trust.sslSocketFactory(), trust.trustManager());
    }
    return builder;
  }
}
