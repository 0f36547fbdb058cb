"""Addresses of provision from schools."""

from django.urls import path

from .pages import catalogue, following, imports, lessons

app_name = "schooling"
_ONE = "dossiers/<int:dossier_id>/lessons/"
urlpatterns = [
    path("schooling/", catalogue.courses, name="courses"),
    path("schooling/courses.xlsx", catalogue.courses_xlsx, name="courses-xlsx"),
    path("schooling/suppliers/new/", catalogue.supplier_new, name="supplier-new"),
    path("schooling/suppliers/<int:supplier_id>/", catalogue.supplier, name="supplier"),
    path("schooling/suppliers/<int:supplier_id>/change/", catalogue.supplier_change, name="supplier-change"),
    path("schooling/suppliers/<int:supplier_id>/gone/", catalogue.supplier_gone, name="supplier-gone"),
    path("schooling/suppliers/<int:supplier_id>/courses/new/", catalogue.course_new, name="course-new"),
    path("schooling/courses/<int:course_id>/", catalogue.course, name="course"),
    path("schooling/courses/<int:course_id>/change/", catalogue.course_change, name="course-change"),
    path("schooling/courses/<int:course_id>/gone/", catalogue.course_gone, name="course-gone"),
    path("schooling/starts/<int:start_id>/", catalogue.start, name="start"),
    path("schooling/hours/", imports.imports, name="imports"),
    path("schooling/hours/<int:hours_id>/", imports.one, name="import"),
    path("schooling/hours/<int:hours_id>/save/", imports.save, name="import-save"),
    path("schooling/hours/<int:hours_id>/discard/", imports.discard, name="import-discard"),
    path("schooling/hours/<int:hours_id>/undo/", imports.undo, name="import-undo"),
    path(_ONE, lessons.lessons, name="lessons"),
    path(f"{_ONE}enrol/", lessons.enrol, name="enrol"),
    path(f"{_ONE}hours/", lessons.hours, name="hours"),
    path(f"{_ONE}exams/", following.exams, name="exams"),
    path(f"{_ONE}participation/", following.participation, name="participation"),
    path(f"{_ONE}talks/", following.talks, name="talks"),
    path(f"{_ONE}new/<slug:row>/", following.entry_new, name="entry-new"),
    path(f"{_ONE}entries/<slug:row>/<int:row_id>/", following.entry, name="entry"),
    path(f"{_ONE}<int:enrolment_id>/", lessons.enrolment, name="enrolment"),
    path(f"{_ONE}<int:enrolment_id>/<slug:step>/", lessons.step, name="step"),
]
