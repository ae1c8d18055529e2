package io.github.brazeaudience.okhttp;

import java.util.List;
import javax.net.ssl.SSLContext;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** Server certificate for {@code localhost}, and clients that trust it. */
final class TlsIdentity {
  private final HeldCertificate certificate =
      new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();

  SSLContext server() {
    return new HandshakeCertificates.Builder().heldCertificate(certificate).build().sslContext();
  }

  OkHttpClient client(Protocol... protocols) {
    HandshakeCertificates trust =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(certificate.certificate())
            .build();
    return new OkHttpClient.Builder()
        .protocols(List.of(protocols))
        .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
        .build();
  }
}
