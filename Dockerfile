# Parley in a container: one image for every role; the command says which ("worker", "beat", "migrate", "up", …).
#
#   docker build -t parley:0.1.0 .
#
# It builds with and without BuildKit. Any Debian image with Python 3.11 to 3.14 (and its venv module) can be the base:
#   docker build --build-arg BASE_IMAGE=registry.example/python:3.12 -t parley:0.1.0 .
ARG BASE_IMAGE=python:3.13-slim-bookworm

FROM ${BASE_IMAGE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
# The libraries first: they change seldom, so this layer is kept from build to build.
COPY requirements.lock requirements-build.lock ./
RUN python3 -m venv /opt/parley \
    && /opt/parley/bin/python -m pip install --require-hashes -r requirements.lock \
    && python3 -m venv /opt/build \
    && /opt/build/bin/python -m pip install --require-hashes -r requirements-build.lock
COPY pyproject.toml README.md LICENSE ./
COPY domain domain
COPY worker worker
RUN /opt/build/bin/python -m hatchling build -t wheel -d /tmp/dist \
    && /opt/parley/bin/python -m pip install --no-deps --no-index /tmp/dist/*.whl \
    && /opt/parley/bin/python -m pip uninstall --yes pip

FROM ${BASE_IMAGE}
# A number, so that an orchestrator can see that it is not root. Volumes and secrets must be readable for it.
RUN groupadd --gid 10001 parley \
    && useradd --uid 10001 --gid 10001 --home-dir /var/lib/parley --create-home --shell /usr/sbin/nologin parley
COPY --from=build /opt/parley /opt/parley
COPY config /etc/parley
ENV PATH=/opt/parley/bin:$PATH \
    PARLEY_CONFIG_DIR=/etc/parley \
    PARLEY_DATA_DIR=/var/lib/parley \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
WORKDIR /var/lib/parley
ENTRYPOINT ["parley"]
CMD ["up"]
