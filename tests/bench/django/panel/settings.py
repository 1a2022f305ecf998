"""A panel of the kind that walcast-admin replaces, in the state in which it serves: no debugging, kept connections."""
import os

from django.core.management.utils import get_random_secret_key
from psycopg2.extensions import parse_dsn

SECRET_KEY = os.environ.get("PANEL_SECRET") or get_random_secret_key()
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "panel.urls"
WSGI_APPLICATION = "panel.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "panel",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
_database = parse_dsn(os.environ["PANEL_DSN"])
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": _database.get("host", ""),
        "PORT": _database.get("port", ""),
        "USER": _database.get("user", ""),
        "PASSWORD": _database.get("password", ""),
        "NAME": _database["dbname"],
        "OPTIONS": {"options": "-c search_path=public,content"},
        "CONN_MAX_AGE": None,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en-us"
USE_TZ = True
TIME_ZONE = "UTC"
