@echo off
rem Starts braze-audience. JAVA_HOME selects the JDK or JRE, 17 or newer; BRAZE_AUDIENCE_OPTS has further options of the JVM.
setlocal
set "JAR=%~dp0..\lib\braze-audience.jar"
if not exist "%JAR%" (
  echo braze-audience: "%JAR%" is missing; unpack the whole archive again 1>&2
  exit /b 2
)
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
"%JAVA%" -XX:+UseSerialGC %BRAZE_AUDIENCE_OPTS% -jar "%JAR%" %*
exit /b %ERRORLEVEL%
