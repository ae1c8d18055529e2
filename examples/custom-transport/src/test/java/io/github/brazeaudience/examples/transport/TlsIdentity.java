package io.github.brazeaudience.examples.transport;

import java.net.http.HttpClient;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A server certificate for {@code localhost}, and clients that trust it. */
final class TlsIdentity {
  private final HeldCertificate certificate =
      new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();

  SSLContext server() {
    return new HandshakeCertificates.Builder().heldCertificate(certificate).build().sslContext();
  }

  HttpClient client(HttpClient.Version version) {
    HandshakeCertificates trust =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(certificate.certificate())
            .build();
    return HttpClient.newBuilder().version(version).sslContext(trust.sslContext()).build();
  }
}
