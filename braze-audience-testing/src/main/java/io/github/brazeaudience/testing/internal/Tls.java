package io.github.brazeaudience.testing.internal;

import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * New self-signed certificate for {@code localhost}, and a context and a trust manager for clients.
 */
public record Tls(SSLContext server, SSLContext client, X509TrustManager trust) {
  public static Tls create() {
    HeldCertificate certificate =
        new HeldCertificate.Builder()
            .commonName("FakeBraze, for tests only")
            .addSubjectAlternativeName("localhost")
            .addSubjectAlternativeName("127.0.0.1")
            .build();
    HandshakeCertificates server =
        new HandshakeCertificates.Builder().heldCertificate(certificate).build();
    HandshakeCertificates client =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(certificate.certificate())
            .build();
    return new Tls(server.sslContext(), client.sslContext(), client.trustManager());
  }
}
