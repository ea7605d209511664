(* Preconditioned gradient descent beside the looped transformer (arXiv 2410.08292). *)
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Coq Require Import Ring Field.
From Lemmascope Require Import field_tactic.
From Lemmascope.looped Require Import exact_error.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Section Defs.
Variables (R : realFieldType) (d n : nat) (X : 'M[R]_(d, n)) (w : 'cV[R]_d).
(* (1/2n) sum_i (v^T x_i - w^T x_i)^2 and its gradient in v *)
Definition example_loss (v : 'cV[R]_d) : R :=
  (n%:R *+ 2)^-1 * \sum_i ((v^T *m X - w^T *m X) 0 i) ^+ 2.
Definition example_gradient (v : 'cV[R]_d) : 'cV[R]_d := n%:R^-1 *: (X *m X^T *m (v - w)).
(* L steps v <- v - A^T grad from zero *)
Fixpoint descent (A : 'M[R]_d) L : 'cV[R]_d :=
  if L is L'.+1 then descent A L' - A^T *m example_gradient (descent A L') else 0.
End Defs.

(* ---------- statements ---------- *)
(** theorem looped/DescentHasTheClosedForm
    says: What L steps of gradient descent from zero, preconditioned by A^T, leave of the map is w^T (I
      - S A)^L; and example_gradient is the gradient of the squared error over 2n: exact second-order
      expansion.
    leaves out: At least one example in the expansion.
    supports: looped/loop-is-preconditioned-descent *)
Definition DescentHasTheClosedForm_statement : Prop :=
  (forall (R : realFieldType) d n (X : 'M[R]_(d, n)) (w : 'cV[R]_d) A L,
     (w - descent X w A L)^T = w^T *m Mres A L X) /\
  (forall (R : realFieldType) d n (X : 'M[R]_(d, n.+1)) (w v h : 'cV[R]_d),
     example_loss X w (v + h) = example_loss X w v + ((example_gradient X w v)^T *m h) 0 0
       + (n.+1%:R *+ 2)^-1 * \sum_i ((h^T *m X) 0 i) ^+ 2).

(* ---------- proofs ---------- *)
Theorem DescentHasTheClosedForm : DescentHasTheClosedForm_statement.
Proof.
split=> [R d n X w A L|R d n X w v h].
  elim: L => [|L IH]; first by rewrite /= subr0 /Mres /= mulmx1.
  have -> : Mres A L.+1 X = Mres A L X *m (1%:M - Smat X *m A) by [].
  rewrite mulmxA -IH /= /example_gradient; set u := descent X w A L.
  rewrite opprD opprK addrA linearD /= trmx_mul trmxK [RHS]mulmxBr mulmx1; congr (_ + _).
  have -> : (n%:R^-1 *: (X *m X^T *m (u - w)))^T = - ((w - u)^T *m Smat X).
    rewrite linearZ /= !trmx_mul trmxK -mulNmx -[- (_)^T]linearN opprB /= /Smat.
    by rewrite -scalemxAr.
  by rewrite mulNmx mulmxA.
have n0 : n.+1%:R != 0 :> R by rewrite pnatr_eq0.
have -> : ((example_gradient X w v)^T *m h) 0 0
  = (n.+1%:R *+ 2)^-1 * \sum_i ((v^T *m X - w^T *m X) 0 i * (h^T *m X) 0 i) *+ 2.
  have -> : (example_gradient X w v)^T *m h
    = n.+1%:R^-1 *: ((v^T *m X - w^T *m X) *m (h^T *m X)^T).
    rewrite /example_gradient linearZ /= !trmx_mul !trmxK -scalemxAl linearB /=.
    by rewrite -mulmxBl !mulmxA.
  rewrite mxE [X in _ * X]mxE -[n.+1%:R *+ 2]mulr_natr invfM -mulrA; congr (_ * _).
  rewrite mulr_sumr; apply: eq_bigr => i _; rewrite [X in _ * X]mxE.
  by rewrite -[X in _ = _ * X]mulr_natl mulKf // pnatr_eq0.
rewrite /example_loss -!mulrDr -!big_split; congr (_ * _); apply: eq_bigr => i _ /=.
have -> : ((v + h)^T *m X - w^T *m X) 0 i = (v^T *m X - w^T *m X) 0 i + (h^T *m X) 0 i.
  by rewrite linearD /= mulmxDl addrAC mxE.
by rewrite sqrrD.
Qed.
