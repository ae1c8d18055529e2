package io.github.brazeaudience.okhttp;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Trust manager of the JDK whose exceptions name the certificate. */
final class NamingTrustManager extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager trust;

  private NamingTrustManager(X509ExtendedTrustManager trust) {
    this.trust = trust;
  }

  /**
   * Sets the JDK's trust manager in a builder without TLS settings, with exceptions that name the
   * certificate.
   */
  static OkHttpClient.Builder addTo(OkHttpClient.Builder builder) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager trust) {
          NamingTrustManager naming = new NamingTrustManager(trust);
          SSLContext context = SSLContext.getInstance("TLS");
          context.init(null, new TrustManager[] {naming}, null);
          return builder.sslSocketFactory(context.getSocketFactory(), naming);
        }
      }
      // The security provider is of another kind, which OkHttp handles by itself.
      return builder;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JVM has no usable TLS; check its trust store", e);
    }
  }

  @FunctionalInterface
  private interface Check {
    void run() throws CertificateException;
  }

  private static void named(X509Certificate @Nullable [] chain, Check check)
      throws CertificateException {
    try {
      check.run();
    } catch (CertificateException e) {
      throw chain == null || chain.length == 0 ? e : new UntrustedCertificate(chain[0], e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    named(chain, () -> trust.checkServerTrusted(chain, authType, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    named(chain, () -> trust.checkServerTrusted(chain, authType, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    named(chain, () -> trust.checkServerTrusted(chain, authType));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    trust.checkClientTrusted(chain, authType, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    trust.checkClientTrusted(chain, authType, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    trust.checkClientTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return trust.getAcceptedIssuers();
  }
}
