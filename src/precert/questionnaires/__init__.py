"""FHIR R4 Questionnaire logic, pure: load or refuse (`parse`), ask and check (`logic`), show
(`form`), save (`merge`), `response`.
"""
